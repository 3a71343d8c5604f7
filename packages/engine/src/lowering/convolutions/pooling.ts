/** Lowering of max and average pools in two and three dimensions, and their gradients. */
import type { ConvolutionAttrs } from '../../trace/convolutionShapes.js';
import { attributes, type TraceNode } from '../../trace/node.js';
import { windowOf, type Window } from '../../trace/window.js';
import { sizeOf } from '../../tensors.js';
import type { Lowering, LoweringRule, LoweringRules } from '../lowering.js';
import {
  averagesAlongAxes,
  maxAlongAxes,
  maxGradientAlongAxes,
  meanAlongAxes,
  meanGradientAlongAxes,
  poolsAlongAxes,
} from './alongAxes.js';
import { orderOfImages } from './choice.js';
import { channelsFirst, extendBy, fromChannelsFirst } from './onnx.js';
import { transposedAttrs, windowAttrs } from './window.js';

const windowFor = (node: TraceNode): Window => windowOf(attributes<ConvolutionAttrs>(node).info);

const isMatrix = (low: Lowering) => low.options.convolutions === 'matrix';

const maxPool: LoweringRule = (low, node) => {
  const { x } = node.inputs;
  const window = windowFor(node);
  if (isMatrix(low) && poolsAlongAxes(window)) return maxAlongAxes(low, x, window, orderOfImages(low));
  const name = low.graph.op('MaxPool', [channelsFirst(low, x)], windowAttrs(window));
  return fromChannelsFirst(low, name, node.shape);
};

/** Scatters the gradient to the places that MaxPool's second result names. */
const maxPoolGradient: LoweringRule = (low, node) => {
  const { dy, input } = node.inputs;
  const window = windowFor(node);
  if (isMatrix(low) && poolsAlongAxes(window))
    return maxGradientAlongAxes(low, node.inputs, window, orderOfImages(low));
  const [, places] = low.graph.ops('MaxPool', [channelsFirst(low, input)], windowAttrs(window), 2);
  const size = sizeOf(input.shape);
  const zeros = low.graph.op('Expand', [low.graph.scalar(0), low.graph.integers([size])]);
  const flat = (name: string) => low.reshape(name, [sizeOf(dy.shape)]);
  const inputs = [zeros, flat(places), flat(channelsFirst(low, dy))];
  const scattered = low.graph.op('ScatterElements', inputs, { axis: 0, reduction: 'add' });
  const shape = [window.batch, window.channels, ...window.inLengths];
  return fromChannelsFirst(low, low.reshape(scattered, shape), node.shape);
};

/** Padding does not count in the mean, as in tfjs. */
const averagePool: LoweringRule = (low, node) => {
  const { x } = node.inputs;
  const window = windowFor(node);
  if (isMatrix(low) && averagesAlongAxes(window)) return meanAlongAxes(low, x, window, orderOfImages(low));
  const { taps, strides, before, after } = window;
  const attrs = { kernel_shape: taps, strides, pads: [...before, ...after], count_include_pad: 0 };
  const name = low.graph.op('AveragePool', [channelsFirst(low, x)], attrs);
  return fromChannelsFirst(low, name, node.shape);
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
  if (isMatrix(low) && averagesAlongAxes(window))
    return meanGradientAlongAxes(low, dy, window, orderOfImages(low));
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
  return fromChannelsFirst(low, whole, node.shape);
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
