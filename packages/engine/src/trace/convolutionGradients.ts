/**
 * Gradients of convolutions. A convolution y = F(x, w) is linear in x and in w, so three kernels are closed under
 * differentiation: F itself, the gradient in the input I(dy, w), and the gradient in the filter G(x, dy). tfjs 4.22 has
 * no gradient of G nor, for two of the three families, of I; it refuses dilations in F and forgets them in I.
 */
import { AgonError } from '@agon/core';
import * as tf from '@tensorflow/tfjs';
import { BACKEND_NAME } from './backend.js';
import { registerGradient } from './registration.js';

type Attributes = Record<string, unknown>;

/** The kernels F, I and G. */
interface Family {
  readonly forward: string;
  readonly inputGradient: string;
  readonly filterGradient: string;
}

const FAMILIES: readonly Family[] = [
  {
    forward: 'Conv2D',
    inputGradient: 'Conv2DBackpropInput',
    filterGradient: 'Conv2DBackpropFilter',
  },
  {
    forward: 'DepthwiseConv2dNative',
    inputGradient: 'DepthwiseConv2dNativeBackpropInput',
    filterGradient: 'DepthwiseConv2dNativeBackpropFilter',
  },
  {
    forward: 'Conv3D',
    inputGradient: 'Conv3DBackpropInputV2',
    filterGradient: 'Conv3DBackpropFilterV2',
  },
];

/** What F, I and G share; tfjs's own kernels know dilations in F alone. @throws unsupported */
function sharedAttributes({ inputShape: _input, filterShape: _filter, ...attrs }: Attributes): Attributes {
  const dilations = (attrs.dilations as number | number[] | null | undefined) ?? 1;
  const isDilated = ([] as number[]).concat(dilations).some((dilation) => dilation !== 1);
  if (isDilated && tf.getBackend() !== BACKEND_NAME) {
    throw new AgonError(
      'unsupported',
      'the gradient of a dilated convolution works in compiled functions only, not on tfjs backends.',
    );
  }
  return { ...attrs, dilations };
}

const run = (kernel: string, inputs: tf.NamedTensorMap, attrs: Attributes) =>
  tf.engine().runKernel<tf.Tensor>(kernel, inputs, attrs as tf.NamedAttrMap);

function registerFamily({ forward, inputGradient, filterGradient }: Family): void {
  const F = (x: tf.Tensor, filter: tf.Tensor, attrs: Attributes) => run(forward, { x, filter }, attrs);
  const I = (dy: tf.Tensor, filter: tf.Tensor, inputShape: number[], attrs: Attributes) =>
    run(inputGradient, { dy, filter }, { ...attrs, inputShape });
  const G = (x: tf.Tensor, dy: tf.Tensor, filterShape: number[], attrs: Attributes) =>
    run(filterGradient, { x, dy }, { ...attrs, filterShape });

  registerGradient(forward, { inputsToSave: ['x', 'filter'] }, (dy, [x, filter], all) => {
    const attrs = sharedAttributes(all);
    return { x: () => I(dy, filter, x.shape, attrs), filter: () => G(x, dy, filter.shape, attrs) };
  });
  registerGradient(inputGradient, { inputsToSave: ['dy', 'filter'] }, (ddx, [dy, filter], all) => {
    const attrs = sharedAttributes(all);
    return { dy: () => F(ddx, filter, attrs), filter: () => G(ddx, dy, filter.shape, attrs) };
  });
  registerGradient(filterGradient, { inputsToSave: ['x', 'dy'] }, (ddf, [x, dy], all) => {
    const attrs = sharedAttributes(all);
    return { x: () => I(dy, ddf, x.shape, attrs), dy: () => F(x, ddf, attrs) };
  });
}

/** Registers them with tfjs, in place of its own; part of `registerGradients`. */
export function registerConvolutionGradients(): void {
  FAMILIES.forEach(registerFamily);
}
