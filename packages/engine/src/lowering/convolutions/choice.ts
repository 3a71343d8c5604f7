/** Which way a convolution is done. */
import { attributes, type TraceNode } from '../../trace/node.js';
import type { ConvolutionAttrs } from '../../trace/convolutionShapes.js';
import { HWBC, type Lowering, type LoweringRules, type Order, type WinogradFrom } from '../lowering.js';
import type { Convolution } from './blocks.js';
import { geometryOf, type Geometry } from './geometry.js';
import { OnnxConvolution } from './onnx.js';
import { PatchConvolution } from './patches.js';
import { ShiftConvolution } from './shifts.js';
import { WinogradConvolution } from './winograd.js';

/** Channels below which gathering patches is cheaper than Winograd's transforms. */
const FEW_CHANNELS = 16;
/** Rows and columns beyond which the transforms, dense matrices over a whole line, cost inference more than they save. */
const LONG_LINE = 19;

/** Taps beyond which Winograd's constants are too large for float32. */
const MANY_TAPS = 5;

function isWinograd({ taps, channels, filters }: Geometry): boolean {
  const isWide = Math.min(channels, filters) >= FEW_CHANNELS;
  return isWide && Math.min(...taps) > 1 && Math.max(...taps) <= MANY_TAPS;
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
  if (isWinograd(geometry)) return new WinogradConvolution(low, geometry);
  const make = paysShifted(geometry) ? ShiftConvolution : PatchConvolution;
  return new make(low, geometry, orderOfImages(low));
}

/** The order that images best have in training: Winograd's where any convolution is, else tfjs's. */
export function orderOfImages(low: Lowering): Order {
  return low.some(isWinogradNode) ? HWBC : null;
}

function isWinogradNode(node: TraceNode): boolean {
  if (node.op !== 'Conv2D') return false;
  const geometry = geometryOf(attributes<ConvolutionAttrs>(node).info);
  return geometry !== undefined && isWinograd(geometry);
}

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
