/**
 * Batch normalisation (Ioffe & Szegedy 2015, algorithms 1 and 2). In training each channel has the mean and variance of the batch,
 * and moving averages of both are kept for use. B = batch, C = channels, N = values of a channel in a batch (rows · places).
 */
import { constant, stopGradient, zeros, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import type { LayerMaker } from './layer.js';

/** Added to the variance. */
const EPSILON = 1e-5;
/** The part of the newest batch in the moving averages, as in PyTorch. */
const MOMENTUM = 0.1;

/** All axes but the channels'. */
const placesOf = (x: tf.Tensor): number[] => x.shape.slice(0, -1).map((_, axis) => axis);
/** N */
const countOf = (x: tf.Tensor): number => x.size / x.shape[x.rank - 1];

/**
 * [B, …, C] → the same with the batch's mean and variance, scaled and shifted. The whole gradient in x is written out, what goes
 * through mean and variance included, so that these pass none on. What is computed twice here ONNX Runtime computes once.
 */
function normaliseByBatch(x: tf.Tensor, moments: Moments, values: TensorMap, name: string): tf.Tensor {
  const places = placesOf(x);
  const count = countOf(x);
  const normalise = tf.customGrad((...args) => {
    const [input, mean, variance, scale, shift, save] = args as unknown as [
      ...inputs: [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor],
      save: tf.GradSaveFunc,
    ];
    const inverse = tf.rsqrt(tf.add(variance, EPSILON));
    save([input, mean, inverse, scale]);
    return {
      value: tf.add(tf.mul(tf.sub(input, mean), tf.mul(scale, inverse)), shift),
      gradFunc(dy: tf.Tensor, saved: tf.Tensor[]) {
        const [input, mean, inverse, scale] = saved;
        const centred = tf.sub(input, mean);
        const sum = tf.sum(dy, places);
        const along = tf.sum(tf.mul(dy, centred), places);
        const parallel = tf.mul(centred, tf.div(tf.mul(along, tf.square(inverse)), count));
        const rest = tf.sub(tf.sub(dy, parallel), tf.div(sum, count));
        return [
          tf.mul(rest, tf.mul(scale, inverse)),
          tf.zerosLike(mean),
          tf.zerosLike(inverse),
          tf.mul(along, inverse),
          sum,
        ];
      },
    };
  });
  return normalise(x, moments.mean, moments.variance, values[`${name}.scale`], values[`${name}.shift`]);
}

interface Moments {
  /** [C] */
  mean: tf.Tensor;
  /** [C] with divisor N */
  variance: tf.Tensor;
}

function momentsOf(x: tf.Tensor): Moments {
  const places = placesOf(x);
  const mean = tf.mean(x, places);
  return { mean, variance: tf.mean(tf.square(tf.sub(x, mean)), places) };
}

/** Over the last axis; statistics are `name.mean` and `name.variance`, the latter with divisor N − 1 as in PyTorch. */
export const batchNormalisation: LayerMaker = (input, name) => {
  const shape = input.slice(-1);
  return {
    parameters: [
      { name: `${name}.scale`, shape, init: constant(1) },
      { name: `${name}.shift`, shape, init: zeros },
      { name: `${name}.mean`, shape, init: zeros, isStatistic: true },
      { name: `${name}.variance`, shape, init: constant(1), isStatistic: true },
    ],
    shape: input,
    apply(x, values, training) {
      const [scale, shift, mean, variance] = ['scale', 'shift', 'mean', 'variance'].map(
        (part) => values[`${name}.${part}`],
      );
      if (!training) {
        const factor = tf.mul(scale, tf.rsqrt(tf.add(stopGradient(variance), EPSILON)));
        return tf.add(tf.mul(x, factor), tf.sub(shift, tf.mul(stopGradient(mean), factor)));
      }
      const moments = momentsOf(x);
      const count = countOf(x);
      const moved = (old: tf.Tensor, now: tf.Tensor): tf.Tensor =>
        tf.add(tf.mul(old, 1 - MOMENTUM), tf.mul(stopGradient(now), MOMENTUM));
      training.next[`next/${name}.mean`] = moved(mean, moments.mean);
      const unbiased = tf.mul(moments.variance, count / Math.max(1, count - 1));
      training.next[`next/${name}.variance`] = moved(variance, unbiased);
      return normaliseByBatch(x, moments, values, name);
    },
  };
};
