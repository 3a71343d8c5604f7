/**
 * Layer normalisation (Ba et al. 2016), over the last axis of a tensor of any rank. Networks for pictures normalise all values of a
 * picture together and scale each on its own, as CleanRL's PQN does: a pass over long rows, which costs a fifth of short ones.
 */
import { described } from '@agon/core';
import { constant, zeros, type ParameterSpec, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';

/** The setting of networks that may have it. */
export const layerNormEntry = {
  layerNorm: v.optional(
    described(v.boolean(), 'layer normalisation before each ReLU (Gallici et al. 2024)'),
    false,
  ),
};

/** Added to the variance, as in PyTorch. */
const EPSILON = 1e-5;

/** Scale and shift of a normalisation over `size` values, as `layerNorm` reads them. */
export function layerNormSpecs(name: string, size: number): ParameterSpec[] {
  return [
    { name: `${name}.scale`, shape: [size], init: constant(1) },
    { name: `${name}.shift`, shape: [size], init: zeros },
  ];
}

/**
 * [..., size] → [..., size]: each row with mean 0 and variance 1, then scaled and shifted. Its gradient is written out, in the
 * form that has the fewest operations: a third of what tfjs's tape would make of it.
 */
export function layerNorm<T extends tf.Tensor>(x: T, values: TensorMap, name: string): T {
  const axis = x.rank - 1;
  const others = Array.from({ length: axis }, (_, i) => i);
  const mean = (values: tf.Tensor) => tf.mean(values, axis, true);
  const normalise = tf.customGrad((...args) => {
    const [input, scale, shift, save] = args as unknown as [tf.Tensor, tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    const centred = tf.sub(input, mean(input));
    const inverse = tf.rsqrt(tf.add(mean(tf.square(centred)), EPSILON));
    const normal = tf.mul(centred, inverse);
    save([normal, inverse, scale]);
    return {
      value: tf.add(tf.mul(normal, scale), shift),
      gradFunc(dy: tf.Tensor, saved: tf.Tensor[]) {
        const [normal, inverse, scale] = saved;
        const scaled = tf.mul(dy, scale);
        const along = tf.mul(normal, mean(tf.mul(scaled, normal)));
        return [
          tf.mul(inverse, tf.sub(tf.sub(scaled, mean(scaled)), along)),
          tf.sum(tf.mul(dy, normal), others),
          tf.sum(dy, others),
        ];
      },
    };
  });
  return normalise(x, values[`${name}.scale`], values[`${name}.shift`]) as T;
}
