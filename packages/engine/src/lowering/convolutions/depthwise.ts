/** Lowering of depthwise convolutions: ONNX's Conv with one group for each channel. */
import type { ConvolutionAttrs } from '../../trace/convolutionShapes.js';
import { attributes, type TraceNode } from '../../trace/node.js';
import { BCHW, type Lowering, type LoweringRules } from '../lowering.js';
import { cutTo, extendBy } from './onnx.js';
import { windowOf, type Window } from '../../trace/window.js';
import { gradientTaps, transposedAttrs, windowAttrs } from './window.js';

/** [C · M, 1, h, w] from tfjs's [h, w, C, M]; result channel c · M + m. */
function filters(low: Lowering, filter: TraceNode): string {
  const [height, width, channels, multiplier] = filter.shape;
  return low.reshape(low.transpose(low.plain(filter), filter.shape, [2, 3, 0, 1]), [
    channels * multiplier,
    1,
    height,
    width,
  ]);
}

const windowFor = (node: TraceNode): Window => windowOf(attributes<ConvolutionAttrs>(node).info);

/** The rules of depthwise convolutions and of their gradients. */
export const DEPTHWISE: LoweringRules = {
  DepthwiseConv2dNative: (low, node) => {
    const { x, filter } = node.inputs;
    const window = windowFor(node);
    const attrs = { ...windowAttrs(window), group: window.channels };
    return { name: low.graph.op('Conv', [low.as(x, BCHW), filters(low, filter)], attrs), order: BCHW };
  },
  DepthwiseConv2dNativeBackpropInput: (low, node) => {
    const { dy, filter } = node.inputs;
    const window = windowFor(node);
    const { attrs, rest } = transposedAttrs(window);
    const name = low.graph.op('ConvTranspose', [low.as(dy, BCHW), filters(low, filter)], {
      ...attrs,
      group: window.channels,
    });
    return { name: extendBy(low, name, rest), order: BCHW };
  },
  /** The channels are groups, the batch is what is summed over. */
  DepthwiseConv2dNativeBackpropFilter: (low, node) => {
    const { x, dy } = node.inputs;
    const window = windowFor(node);
    const [height, width, channels, multiplier] = node.shape;
    const images = low.reshape(low.transpose(low.plain(x), x.shape, [3, 0, 1, 2]), [
      1,
      channels * window.batch,
      ...window.inLengths,
    ]);
    const gradients = low.transpose(low.plain(dy), dy.shape, [3, 0, 1, 2]);
    const attrs = {
      ...windowAttrs(window),
      kernel_shape: window.outLengths,
      dilations: window.strides,
      strides: window.dilations,
      group: channels,
    };
    const product = low.graph.op('Conv', [images, gradients], attrs);
    const cut = cutTo(low, product, gradientTaps(window), window.taps, 2);
    const shape = [channels, multiplier, height, width];
    return low.transpose(low.reshape(cut, shape), shape, [2, 3, 0, 1]);
  },
};
