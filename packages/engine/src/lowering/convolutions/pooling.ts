/** Lowering of max and average pools in two and three dimensions, and their gradients. */
import type { ConvolutionAttrs } from '../../trace/convolutionShapes.js';
import { attributes, type TraceNode } from '../../trace/node.js';
import { windowOf, type Window } from '../../trace/window.js';
import { sizeOf } from '../../tensors.js';
import { HWBC, type Lowered, type Lowering, type LoweringRule, type LoweringRules } from '../lowering.js';
import { channelsFirst, extendBy, fromChannelsFirst } from './onnx.js';
import { transposedAttrs, windowAttrs } from './window.js';

const windowFor = (node: TraceNode): Window => windowOf(attributes<ConvolutionAttrs>(node).info);

/** Whether the windows of a 2D pool neither overlap nor leave the image: then it is done in [H, W, B, C] by slices. */
function tiles({ taps, strides, inLengths, before, after }: Window): boolean {
  const isWhole = inLengths.every((length, i) => length % taps[i] === 0 && taps[i] === strides[i]);
  return (
    isWhole && taps.length === 2 && sizeOf(taps) <= 9 && [...before, ...after].every((amount) => amount === 0)
  );
}

/** Every window's element at each place of the window: [outH, outW, B, C] values, row by row of the window. */
function windowParts(low: Lowering, x: TraceNode, { taps }: Window): string[] {
  const [rows, columns] = taps;
  const [batch, height, width, channels] = x.shape;
  const parts: string[] = [];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const values = [[i, j], [height, width], [0, 1], [rows, columns]]; // prettier-ignore
      const key = `part ${i} ${j} of ${rows} ${columns} of ${x.id} ${batch} ${channels}`;
      parts.push(
        low.once(key, () =>
          low.graph.op('Slice', [low.as(x, HWBC), ...values.map((numbers) => low.graph.integers(numbers))]),
        ),
      );
    }
  }
  return parts;
}

/** Puts the parts back in their places. */
function fromWindowParts(
  low: Lowering,
  parts: readonly string[],
  [rows, columns]: readonly number[],
  node: TraceNode,
): Lowered {
  const [batch, height, width, channels] = node.shape;
  const line = batch * channels;
  const lines = Array.from({ length: rows }, (_, i) => {
    const row = parts
      .slice(i * columns, (i + 1) * columns)
      .map((part) => low.reshape(part, [height / rows, width / columns, 1, line]));
    return low.reshape(low.graph.op('Concat', row, { axis: 2 }), [height / rows, 1, width, line]);
  });
  return {
    name: low.reshape(low.graph.op('Concat', lines, { axis: 1 }), [height, width, batch, channels]),
    order: HWBC,
  };
}

/** The gradient goes to the first of a window's largest elements, as in tfjs. */
function tiledMaxGradient(low: Lowering, node: TraceNode, window: Window): Lowered {
  const { dy, input, output } = node.inputs;
  const { graph } = low;
  const largest = low.as(output, HWBC);
  const gradient = low.as(dy, HWBC);
  let taken: string | undefined;
  const parts = windowParts(low, input, window).map((part) => {
    const isLargest = graph.op('Equal', [part, largest]);
    const isFirst = taken ? graph.op('And', [isLargest, graph.op('Not', [taken])]) : isLargest;
    taken = taken ? graph.op('Or', [taken, isLargest]) : isLargest;
    return graph.op('Mul', [gradient, graph.op('Cast', [isFirst], { to: 1 })]);
  });
  return fromWindowParts(low, parts, window.taps, node);
}

const maxPool: LoweringRule = (low, node) => {
  const { x } = node.inputs;
  const window = windowFor(node);
  if (low.options.convolutions === 'matrix' && tiles(window)) {
    return { name: low.graph.op('Max', windowParts(low, x, window)), order: HWBC };
  }
  return fromChannelsFirst(
    low,
    low.graph.op('MaxPool', [channelsFirst(low, x)], windowAttrs(window)),
    x.shape.length,
  );
};

/** Scatters the gradient to the places that MaxPool's second result names. */
const maxPoolGradient: LoweringRule = (low, node) => {
  const { dy, input } = node.inputs;
  const window = windowFor(node);
  if (low.options.convolutions === 'matrix' && tiles(window)) return tiledMaxGradient(low, node, window);
  const [, places] = low.graph.ops('MaxPool', [channelsFirst(low, input)], windowAttrs(window), 2);
  const size = sizeOf(input.shape);
  const zeros = low.graph.op('Expand', [low.graph.scalar(0), low.graph.integers([size])]);
  const flat = (name: string) => low.reshape(name, [sizeOf(dy.shape)]);
  const inputs = [zeros, flat(places), flat(channelsFirst(low, dy))];
  const scattered = low.graph.op('ScatterElements', inputs, { axis: 0, reduction: 'add' });
  const shape = [window.batch, window.channels, ...window.inLengths];
  return fromChannelsFirst(low, low.reshape(scattered, shape), input.shape.length);
};

/** Padding does not count in the mean, as in tfjs. */
const averagePool: LoweringRule = (low, node) => {
  const { x } = node.inputs;
  const { taps, strides, before, after } = windowFor(node);
  const attrs = { kernel_shape: taps, strides, pads: [...before, ...after], count_include_pad: 0 };
  const name = low.graph.op('AveragePool', [channelsFirst(low, x)], attrs);
  return fromChannelsFirst(low, name, x.shape.length);
};

/** How many elements of the image each window has, [1, 1, …outLengths]. */
function counts({ inLengths, outLengths, taps, strides, before }: Window): Float32Array {
  const perAxis = outLengths.map((outputs, axis) =>
    Array.from({ length: outputs }, (_, i) => {
      const start = i * strides[axis] - before[axis];
      return Math.min(start + taps[axis], inLengths[axis]) - Math.max(start, 0);
    }),
  );
  return Float32Array.from(
    perAxis.reduce((all, axis) => all.flatMap((count) => axis.map((more) => count * more)), [1]),
  );
}

/** Each share of the gradient spread over its window: a transposed convolution with ones, channels taken as batch. */
const averagePoolGradient: LoweringRule = (low, node) => {
  const { dy } = node.inputs;
  const window = windowFor(node);
  const { batch, channels, outLengths, inLengths, taps } = window;
  const shares = low.graph.op('Div', [
    channelsFirst(low, dy),
    low.graph.constant('float32', [1, 1, ...outLengths], counts(window)),
  ]);
  const ones = low.graph.constant('float32', [1, 1, ...taps], new Float32Array(sizeOf(taps)).fill(1));
  const { attrs, rest } = transposedAttrs(window);
  const spread = low.graph.op(
    'ConvTranspose',
    [low.reshape(shares, [batch * channels, 1, ...outLengths]), ones],
    attrs,
  );
  const whole = low.reshape(extendBy(low, spread, rest), [batch, channels, ...inLengths]);
  return fromChannelsFirst(low, whole, dy.shape.length);
};

/** The rules of pools and of their gradients. */
export const POOLING: LoweringRules = {
  MaxPool: maxPool,
  MaxPool3D: maxPool,
  MaxPoolGrad: maxPoolGradient,
  MaxPool3DGrad: maxPoolGradient,
  AvgPool: averagePool,
  AvgPool3D: averagePool,
  AvgPoolGrad: averagePoolGradient,
  AvgPool3DGrad: averagePoolGradient,
};
