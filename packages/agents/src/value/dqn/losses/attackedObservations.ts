/**
 * Observations as an attacker shows them to a value learner, so that it learns to stand attacks: changed within one step along the
 * gradient of the loss of its own choice (Huang et al. 2017, for pictures as "fast" adversarial training does, Wong, Rice & Kolter 2020,
 * but from the picture itself). R = rows, S = values of an observation, A = actions.
 */
import { stopGradient } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';

/** How far an attacker goes: `epsilon` on pictures, of values in [0, 1]; `flips` on planes of bits. One of the two is 0. */
export interface Attacker {
  readonly epsilon: number;
  readonly flips: number;
  /** The largest value of an observation. */
  readonly high: number;
}

/**
 * The observations [R, …shape] as they are learned from, without a gradient.
 * @param preferences what actions are chosen by, [R, A]
 */
export function attackedObservations(
  observations: tf.Tensor,
  preferences: (seen: tf.Tensor) => tf.Tensor2D,
  { epsilon, flips, high }: Attacker,
): tf.Tensor {
  const choice = tf.oneHot(tf.argMax(preferences(observations), 1), preferences(observations).shape[1]);
  // The loss of each row depends on that row alone: the gradient of their sum is that of each.
  const slope = tf.grad((seen: tf.Tensor) =>
    tf.neg(tf.sum(tf.mul(choice, tf.logSoftmax(preferences(seen))))),
  )(observations);
  const changed = flips > 0 ? flipped(observations, slope, flips) : moved(observations, slope, epsilon, high);
  return stopGradient(changed);
}

/** Each value by `epsilon` of the largest, uphill. */
const moved = (observations: tf.Tensor, slope: tf.Tensor, epsilon: number, high: number): tf.Tensor =>
  tf.clipByValue(tf.add(observations, tf.mul(tf.sign(slope), epsilon * high)), 0, high);

/** In each row the `flips` bits whose flip raises the loss most, as far as it rises. */
function flipped(observations: tf.Tensor, slope: tf.Tensor, flips: number): tf.Tensor {
  const rows = observations.shape[0];
  const turn = tf.sub(1, tf.mul(observations, 2));
  const gain = tf.reshape(tf.mul(slope, turn), [rows, -1]) as tf.Tensor2D;
  const most = Math.min(flips, gain.shape[1]);
  const { values } = tf.topk(gain, most);
  const least = tf.maximum(tf.slice(values, [0, most - 1], [rows, 1]), LEAST_GAIN);
  const isChosen = tf.reshape(tf.cast(tf.greaterEqual(gain, least), 'float32'), observations.shape);
  return tf.add(observations, tf.mul(isChosen, turn));
}

/** A flip that raises nothing is not made. */
const LEAST_GAIN = 1e-12;
