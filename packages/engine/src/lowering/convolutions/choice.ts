/** Which way a convolution is done. */
import { attributes } from '../../trace/node.js';
import type { ConvolutionAttrs } from '../../trace/convolutionShapes.js';
import type { Lowering, LoweringRules } from '../lowering.js';
import type { Convolution } from './blocks.js';
import { geometryOf } from './geometry.js';
import { OnnxConvolution } from './onnx.js';
import { PatchConvolution } from './patches.js';
import { WinogradConvolution } from './winograd.js';

/** Channels below which gathering patches is cheaper than Winograd's transforms. */
const FEW_CHANNELS = 16;

function convolution(low: Lowering, { info }: ConvolutionAttrs): Convolution {
  const geometry = low.options.convolutions === 'onnx' ? undefined : geometryOf(info);
  if (!geometry) return new OnnxConvolution(low, info);
  const { taps, channels, filters } = geometry;
  const isWinograd = Math.min(...taps) > 1 && Math.min(channels, filters) >= FEW_CHANNELS;
  return isWinograd ? new WinogradConvolution(low, geometry) : new PatchConvolution(low, geometry);
}

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
