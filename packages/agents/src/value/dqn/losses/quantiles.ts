/**
 * The return as quantiles: QR-DQN at fixed fractions (Dabney et al. 2018, "Distributional reinforcement learning with
 * quantile regression", equation 10, κ = 1) and IQN at sampled ones ("Implicit quantile networks…", equation 3).
 * R = rows, N, N′ = quantiles of the value and of its target.
 */
import { stopGradient } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import { huber } from './huber.js';
import type { ValueKind } from './valueKind.js';

/** Fractions in the middle of `count` equal parts of (0, 1). */
export function midpoints(count: number): number[] {
  return Array.from({ length: count }, (_, i) => (i + 0.5) / count);
}

/** @param count fixed quantiles; 0: an implicit head, whose fractions come with each batch */
export function quantiles(count: number): ValueKind {
  return {
    numValues: count || 1,
    expectation: (outputs) => tf.mean(outputs, 2),
    fit({ taken, next, reward, discount, fractions }) {
      const [rows, numValues] = taken.shape;
      const column = (x: tf.Tensor1D) => tf.reshape(x, [rows, 1]);
      const target = tf.add<tf.Tensor2D>(column(reward), tf.mul(column(discount), next));
      const wanted = fractions ?? tf.tensor2d([midpoints(numValues)]);
      const loss = quantileLoss(taken, target, wanted);
      return { loss, priority: loss };
    },
  };
}

/** The quantile Huber loss of [R, N] quantiles at `fractions` ([R, N] or [1, N]) against samples [R, N′]: [R]. */
function quantileLoss(taken: tf.Tensor2D, target: tf.Tensor2D, fractions: tf.Tensor2D): tf.Tensor1D {
  const [rows, numValues] = taken.shape;
  const error = tf.sub(tf.expandDims(target, 1), tf.reshape(taken, [rows, numValues, 1])) as tf.Tensor3D;
  const isBelow = stopGradient(tf.cast(tf.less(error, 0), 'float32'));
  const weight = tf.abs(tf.sub(tf.expandDims(fractions, 2), isBelow));
  return tf.sum(tf.mean(tf.mul(weight, huber(error)), 2), 1);
}
