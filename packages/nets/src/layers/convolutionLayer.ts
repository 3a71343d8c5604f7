/**
 * Convolutions over rows [L, C], pictures [H, W, C] and volumes [D, H, W, C], with what follows them: normalisation and activation.
 * C = channels, F = filters.
 */
import { AgonError } from '@agon/core';
import { heNormal, lecunNormal, zeros, type ParameterSpec, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import { activate, type Activation } from './activations.js';
import type { LayerMaker } from './layer.js';
import { normalisation, type Norm } from './normalisation.js';
import { perAxis, places, zerosAround, type Lengths, type Padding } from './windows.js';

/** How a convolution is made. */
export interface ConvolutionOptions {
  readonly size: Lengths;
  readonly stride?: number;
  readonly padding?: Padding;
  /** Steps between the taps of a filter; 1 has no gaps. */
  readonly dilation?: number;
  /** Equal parts of the channels, each of which has filters of its own (Krizhevsky et al. 2012). */
  readonly groups?: number;
  /** Instead of a bias, before the activation. */
  readonly norm?: Norm;
  readonly activation?: Activation;
  /** Its weights begin at 0: the last of a residual branch without normalisation (Fixup, Zhang et al. 2019). */
  readonly beginsAtZero?: boolean;
}

type Convolve = (x: tf.Tensor, filter: tf.Tensor) => tf.Tensor;

/** tfjs's convolution over so many axes. */
function convolveOver(axes: number, stride: number, pad: 'same' | 'valid', dilation: number): Convolve {
  if (axes === 1)
    return (x, filter) => tf.conv1d(x as tf.Tensor3D, filter as tf.Tensor3D, stride, pad, 'NWC', dilation);
  if (axes === 2)
    return (x, filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, pad, 'NHWC', dilation);
  return (x, filter) =>
    tf.conv3d(x as tf.Tensor5D, filter as tf.Tensor5D, stride, pad, 'NDHWC', [dilation, dilation, dilation]);
}

/**
 * Weights [...size, C, F] and a bias [F], `name.weight` and `name.bias`; those of groups are `name.group0.weight`, …, each of its part
 * of the channels and filters. They are drawn for the activation that follows.
 */
export function convolution(filters: number, options: ConvolutionOptions): LayerMaker {
  const {
    stride = 1,
    padding = 'same',
    dilation = 1,
    groups = 1,
    norm = 'none',
    activation = 'relu',
  } = options;
  return (input, name) => {
    const axes = input.length - 1;
    const channels = input[axes];
    requireDivisible(name, groups, channels, filters);
    const size = perAxis(options.size, axes);
    const shape = [...places(name, input.slice(0, axes), { size, stride, dilation, padding }), filters];
    const after = normalisation(norm)(shape, name);
    const drawn = activation === 'relu' ? heNormal : lecunNormal;
    const init = options.beginsAtZero ? zeros : drawn;
    const isBiased = norm === 'none';
    const partNames = groups === 1 ? [name] : Array.from({ length: groups }, (_, i) => `${name}.group${i}`);
    const convolve = convolveOver(axes, stride, typeof padding === 'number' ? 'valid' : padding, dilation);
    const sumOf = (x: tf.Tensor, values: TensorMap, part: string): tf.Tensor => {
      const sum = convolve(x, values[`${part}.weight`]);
      return isBiased ? tf.add(sum, values[`${part}.bias`]) : sum;
    };
    return {
      parameters: [
        ...partNames.flatMap((part): ParameterSpec[] => [
          { name: `${part}.weight`, shape: [...size, channels / groups, filters / groups], init },
          ...(isBiased ? [{ name: `${part}.bias`, shape: [filters / groups], init: zeros }] : []),
        ]),
        ...after.parameters,
      ],
      shape,
      apply(x, values, training) {
        const padded = typeof padding === 'number' && padding > 0 ? tf.pad(x, zerosAround(axes, padding)) : x;
        const parts = groups === 1 ? [padded] : tf.split(padded, groups, axes + 1);
        const sums = parts.map((part, i) => sumOf(part, values, partNames[i]));
        const whole = groups === 1 ? sums[0] : tf.concat(sums, axes + 1);
        return activate(after.apply(whole, values, training), activation);
      },
    };
  };
}

function requireDivisible(name: string, groups: number, channels: number, filters: number): void {
  if (channels % groups === 0 && filters % groups === 0) return;
  throw new AgonError(
    'unsupported',
    `layer "${name}" has ${groups} groups, which do not divide ${channels} channels and ${filters} filters.`,
  );
}
