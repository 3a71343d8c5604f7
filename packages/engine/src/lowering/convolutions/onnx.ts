/**
 * ONNX's own Conv in [B, C, H, W]. Best for inference, where onnxruntime blocks constant filters; takes any stride and
 * dilation. Its filter gradient is a Conv with batch and channels swapped.
 */
import type * as tf from '@tensorflow/tfjs';
import { BCHW, type Lowered, type Lowering } from '../lowering.js';
import type { TraceNode } from '../../trace/node.js';
import type { Convolution } from './blocks.js';

/** [out, in, h, w] from tfjs's [h, w, in, out]. */
const FILTER_ORDER = [3, 2, 0, 1];
/** [C, B, H, W]: batch and channels swapped. */
const SWAPPED = [3, 0, 1, 2];

export class OnnxConvolution implements Convolution {
  private readonly low: Lowering;
  private readonly info: tf.backend_util.Conv2DInfo;

  constructor(low: Lowering, info: tf.backend_util.Conv2DInfo) {
    this.low = low;
    this.info = info;
  }

  private get attrs() {
    const { padInfo, strideHeight, strideWidth, dilationHeight, dilationWidth, filterHeight, filterWidth } =
      this.info;
    return {
      kernel_shape: [filterHeight, filterWidth],
      strides: [strideHeight, strideWidth],
      dilations: [dilationHeight, dilationWidth],
      pads: [padInfo.top, padInfo.left, padInfo.bottom, padInfo.right],
    };
  }

  forward(x: TraceNode, filter: TraceNode): Lowered {
    const { low } = this;
    const name = low.graph.op('Conv', [low.as(x, BCHW), low.as(filter, FILTER_ORDER)], this.attrs);
    return { name, order: BCHW };
  }

  inputGradient(dy: TraceNode, filter: TraceNode): Lowered {
    const { low, info } = this;
    const { kernel_shape: taps, strides, dilations, pads } = this.attrs;
    const inLengths = [info.inHeight, info.inWidth];
    const outLengths = [info.outHeight, info.outWidth];
    // What the transposed convolution would not reach at the end (> 0), or would reach beyond it (< 0).
    const missing = [0, 1].map(
      (i) => inLengths[i] - ((outLengths[i] - 1) * strides[i] - pads[i] + (taps[i] - 1) * dilations[i] + 1),
    );
    const end = missing.map((amount) => Math.max(0, -amount));
    // onnxruntime wants output_padding below the stride: the rest is rows that no filter reached, added as zeros.
    const inside = missing.map((amount, i) => Math.min(Math.max(0, amount), strides[i] - 1));
    const rest = missing.map((amount, i) => Math.max(0, amount) - inside[i]);
    const attrs = {
      kernel_shape: taps,
      strides,
      dilations,
      pads: [pads[0], pads[1], ...end],
      output_padding: inside,
    };
    let name = low.graph.op('ConvTranspose', [low.as(dy, BCHW), low.as(filter, FILTER_ORDER)], attrs);
    if (rest.some((amount) => amount > 0))
      name = low.graph.op('Pad', [name, low.graph.integers([0, 0, 0, 0, 0, 0, ...rest])]);
    return { name, order: BCHW };
  }

  filterGradient(x: TraceNode, dy: TraceNode): string {
    const { low, info } = this;
    const { kernel_shape: taps, strides, dilations, pads } = this.attrs;
    const attrs = {
      kernel_shape: [info.outHeight, info.outWidth],
      dilations: strides,
      strides: dilations,
      pads,
    };
    const product = low.graph.op('Conv', [low.as(x, SWAPPED), low.as(dy, SWAPPED)], attrs);
    const inLengths = [info.inHeight, info.inWidth];
    const outLengths = [info.outHeight, info.outWidth];
    const got = [0, 1].map((i) => {
      const padded = inLengths[i] + pads[i] + pads[i + 2];
      return Math.floor((padded - (outLengths[i] - 1) * strides[i] - 1) / dilations[i]) + 1; // at least the filter's length
    });
    const cut = got.some((length, i) => length !== taps[i])
      ? low.graph.op('Slice', [
          product,
          ...[[0, 0], taps, [2, 3]].map((values) => low.graph.integers(values)),
        ])
      : product;
    return low.transpose(cut, [2, 3, 0, 1]);
  }
}
