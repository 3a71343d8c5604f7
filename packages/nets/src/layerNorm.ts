/** Layer normalisation (Ba et al. 2016), over the last axis of a tensor of any rank. */
import { constant, zeros, type ParameterSpec, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';

/** Added to the variance, as in PyTorch. */
const EPSILON = 1e-5;

/** Scale and shift of a normalisation over `size` values, as `layerNorm` reads them. */
export function layerNormSpecs(name: string, size: number): ParameterSpec[] {
  return [
    { name: `${name}.scale`, shape: [size], init: constant(1) },
    { name: `${name}.shift`, shape: [size], init: zeros },
  ];
}

/** [..., size] → [..., size]: each row with mean 0 and variance 1, then scaled and shifted. */
export function layerNorm<T extends tf.Tensor>(x: T, values: TensorMap, name: string): T {
  const axis = x.rank - 1;
  const centred = tf.sub(x, tf.mean(x, axis, true));
  const variance = tf.mean(tf.square(centred), axis, true);
  const normal = tf.mul(centred, tf.rsqrt(tf.add(variance, EPSILON)));
  return tf.add(tf.mul(normal, values[`${name}.scale`]), values[`${name}.shift`]);
}
