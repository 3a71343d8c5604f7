/**
 * ONNX's own Conv, channels before space. Best for inference, where onnxruntime blocks constant filters; takes any number
 * of axes, stride and dilation. Its filter gradient is a Conv with batch and channels swapped.
 */
import { BCHW, type Lowered, type Lowering } from '../lowering.js';
import type { Shape } from '../../tensors.js';
import type { Info } from '../../trace/convolutionShapes.js';
import type { TraceNode } from '../../trace/node.js';
import type { Convolution } from './blocks.js';
import { windowOf, type Window } from '../../trace/window.js';
import { gradientTaps, transposedAttrs, windowAttrs } from './window.js';

/** The node's value with its channels before its spatial axes. */
export function channelsFirst(low: Lowering, node: TraceNode): string {
  const spatial = node.shape.length - 2;
  return low.as(
    node,
    spatial === 2 ? BCHW : [0, spatial + 1, ...Array.from({ length: spatial }, (_, i) => i + 1)],
  );
}

/** A [B, C, …] value as a result that has this shape in tfjs's order: rank-4 values keep theirs. */
export function fromChannelsFirst(low: Lowering, name: string, shape: Shape): Lowered {
  const rank = shape.length;
  if (rank === 4) return { name, order: BCHW };
  const first = [shape[0], shape[rank - 1], ...shape.slice(1, -1)];
  return {
    name: low.transpose(name, first, [0, ...Array.from({ length: rank - 2 }, (_, i) => i + 2), 1]),
    order: null,
  };
}

/** Cuts the last axes of a value to the given lengths. */
export function cutTo(
  low: Lowering,
  name: string,
  got: readonly number[],
  wanted: readonly number[],
  firstAxis: number,
): string {
  if (got.every((length, i) => length === wanted[i])) return name;
  const zeros = wanted.map(() => 0);
  const axes = wanted.map((_, i) => firstAxis + i);
  return low.graph.op('Slice', [name, ...[zeros, wanted, axes].map((values) => low.graph.integers(values))]);
}

/** Adds zeros at the end of the last axes. */
export function extendBy(low: Lowering, name: string, amounts: readonly number[]): string {
  if (amounts.every((amount) => amount === 0)) return name;
  const none = Array.from({ length: amounts.length + 2 }, () => 0);
  return low.graph.op('Pad', [name, low.graph.integers([...none, 0, 0, ...amounts])]);
}

/** ONNX's own operators, in its own order of axes. */
export class OnnxConvolution implements Convolution {
  private readonly low: Lowering;
  private readonly window: Window;
  private readonly spatial: number[];

  constructor(low: Lowering, info: Info) {
    this.low = low;
    this.window = windowOf(info);
    this.spatial = this.window.taps.map((_, i) => i);
  }

  /** [out, in, taps…] from tfjs's [taps…, in, out]. */
  private filter(filter: TraceNode): string {
    const { length } = this.spatial;
    return this.low.as(filter, [length + 1, length, ...this.spatial]);
  }

  /** [C, B, …]: batch and channels swapped. */
  private swapped(node: TraceNode): string {
    return this.low.as(node, [this.spatial.length + 1, 0, ...this.spatial.map((i) => i + 1)]);
  }

  forward(x: TraceNode, filter: TraceNode): Lowered {
    const { low } = this;
    const name = low.graph.op('Conv', [channelsFirst(low, x), this.filter(filter)], windowAttrs(this.window));
    const { batch, outLengths, outChannels } = this.window;
    return fromChannelsFirst(low, name, [batch, ...outLengths, outChannels]);
  }

  inputGradient(dy: TraceNode, filter: TraceNode): Lowered {
    const { low } = this;
    const { attrs, rest } = transposedAttrs(this.window);
    const name = low.graph.op('ConvTranspose', [channelsFirst(low, dy), this.filter(filter)], attrs);
    const { batch, inLengths, channels } = this.window;
    return fromChannelsFirst(low, extendBy(low, name, rest), [batch, ...inLengths, channels]);
  }

  filterGradient(x: TraceNode, dy: TraceNode): string {
    const { low, window } = this;
    const attrs = {
      ...windowAttrs(window),
      kernel_shape: window.outLengths,
      dilations: window.strides,
      strides: window.dilations,
    };
    const product = low.graph.op('Conv', [this.swapped(x), this.swapped(dy)], attrs);
    const cut = cutTo(low, product, gradientTaps(window), window.taps, 2);
    const shape = [window.channels, window.outChannels, ...window.taps];
    return low.transpose(cut, shape, [...this.spatial.map((i) => i + 2), 0, 1]);
  }
}
