/** Which way a convolution is done. */
import { attributes } from '../../trace/node.js';
import type { ConvolutionAttrs } from '../../trace/convolutionShapes.js';
import { HWBC, type Lowering, type LoweringRules, type Order, type WinogradFrom } from '../lowering.js';
import type { Convolution } from './blocks.js';
import { geometryOf, type Geometry } from './geometry.js';
import { OnnxConvolution } from './onnx.js';
import { PatchConvolution } from './patches.js';
import { lineTransforms } from './transforms.js';
import { ShiftConvolution } from './shifts.js';
import { WinogradConvolution } from './winograd.js';

/** Channels below which gathering patches can be cheaper than Winograd's transforms, and below which it always is. */
const FEW_CHANNELS = 16;
const FEWEST_CHANNELS = 4;
/** What a point costs, transforms there and back included, relative to a value that is gathered. */
const WAYS = 3;
/** Rows and columns beyond which the transforms, dense matrices over a whole line, cost inference more than they save. */
const LONG_LINE = 19;

/** Taps beyond which Winograd's constants are too large for float32: along both axes, and along one where the other has 1. */
const MANY_TAPS = 5;
const MANY_TAPS_OF_LINE = 7;

function isWinograd(geometry: Geometry): boolean {
  const { channels, filters } = geometry;
  return Math.min(channels, filters) >= FEW_CHANNELS && isShort(geometry);
}

/** Whether a filter has few enough taps; fewer where it has several along both axes, since errors multiply. */
function isShort({ taps, height, width }: Geometry): boolean {
  const [few, many] = [Math.min(...taps), Math.max(...taps)];
  if (few > 1) return many <= MANY_TAPS;
  return many > 1 && many <= MANY_TAPS_OF_LINE && Math.max(height, width) <= LONG_LINE;
}

/**
 * Whether a convolution of few channels is Winograd's in training: where the image has a gradient, so that patches would be gathered of it
 * and of the result's gradient, and more values than points of both, there and back.
 */
function paysWithFewChannels(low: Lowering, geometry: Geometry): boolean {
  const { taps, channels, filters, outHeight, outWidth, height, width, top, left } = geometry;
  if (!isShort(geometry) || Math.min(channels, filters) < FEWEST_CHANNELS) return false;
  const rows = lineTransforms(height, outHeight, taps[0], top);
  const columns = lineTransforms(width, outWidth, taps[1], left);
  const points = (rows.points * rows.tiles * columns.points * columns.tiles) / (outHeight * outWidth);
  return taps[0] * taps[1] > WAYS * points && withInputGradient(low).has(JSON.stringify(geometry));
}

/** The measures of the convolutions whose images have gradients, of each graph. */
const measuresWithInputGradient = new WeakMap<Lowering, ReadonlySet<string>>();

function withInputGradient(low: Lowering): ReadonlySet<string> {
  let measures = measuresWithInputGradient.get(low);
  if (!measures) {
    const nodes = low.all(({ op }) => op === 'Conv2DBackpropInput');
    measures = new Set(
      nodes.map((node) => JSON.stringify(geometryOf(attributes<ConvolutionAttrs>(node).info))),
    );
    measuresWithInputGradient.set(low, measures);
  }
  return measures;
}

/** Whether shifted results, which are not padded, are fewer values than gathered patches. */
function paysShifted({
  taps,
  channels,
  filters,
  top,
  left,
  height,
  width,
  outHeight,
  outWidth,
}: Geometry): boolean {
  const isUnpadded =
    top === 0 && left === 0 && outHeight === height - taps[0] + 1 && outWidth === width - taps[1] + 1;
  return isUnpadded && filters < channels && taps[0] * taps[1] > 1;
}

/** Whether Winograd's convolution beats ONNX's own at inference (see `winogradFrom` in runtime.ts for when it may). */
function paysAtInference(geometry: Geometry, from: WinogradFrom): boolean {
  const { stride, taps, batch, channels, filters, height, width } = geometry;
  const isSmall = Math.max(height, width) <= LONG_LINE && taps.every((tap) => tap === 3);
  const isEnough = batch >= from.batch && Math.min(channels, filters) >= from.channels;
  return isWinograd(geometry) && stride === 1 && isSmall && isEnough;
}

function convolution(low: Lowering, { info }: ConvolutionAttrs): Convolution {
  const { convolutions, winogradFrom } = low.options;
  const geometry = geometryOf(info);
  if (!geometry) return new OnnxConvolution(low, info);
  if (convolutions === 'onnx') {
    const pays = winogradFrom && paysAtInference(geometry, winogradFrom);
    return pays ? new WinogradConvolution(low, geometry) : new OnnxConvolution(low, info);
  }
  if (isWinogradIn(low, geometry)) return new WinogradConvolution(low, geometry);
  const make = paysShifted(geometry) ? ShiftConvolution : PatchConvolution;
  return new make(low, geometry, orderOfImages(low));
}

const orders = new WeakMap<Lowering, Order>();

/** The order that images best have in training: Winograd's where any convolution is, else tfjs's. */
export function orderOfImages(low: Lowering): Order {
  let order = orders.get(low);
  if (order === undefined) {
    const convolutions = low.all(({ op }) => op === 'Conv2D');
    const measures = convolutions.map((node) => geometryOf(attributes<ConvolutionAttrs>(node).info));
    order = measures.some((geometry) => geometry && isWinogradIn(low, geometry)) ? HWBC : null;
    orders.set(low, order);
  }
  return order;
}

/** In training. */
const isWinogradIn = (low: Lowering, geometry: Geometry): boolean =>
  isWinograd(geometry) || paysWithFewChannels(low, geometry);

/** The rules of convolutions and of their gradients. */
export const CONVOLUTIONS: LoweringRules = {
  Conv2D: (low, node) => convolution(low, attributes(node)).forward(node.inputs.x, node.inputs.filter),
  Conv2DBackpropInput: (low, node) =>
    convolution(low, attributes(node)).inputGradient(node.inputs.dy, node.inputs.filter),
  Conv2DBackpropFilter: (low, node) =>
    convolution(low, attributes(node)).filterGradient(node.inputs.x, node.inputs.dy),
  Conv3D: (low, node) => convolution(low, attributes(node)).forward(node.inputs.x, node.inputs.filter),
  Conv3DBackpropInputV2: (low, node) =>
    convolution(low, attributes(node)).inputGradient(node.inputs.dy, node.inputs.filter),
  Conv3DBackpropFilterV2: (low, node) =>
    convolution(low, attributes(node)).filterGradient(node.inputs.x, node.inputs.dy),
};
