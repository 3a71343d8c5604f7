/** Huber's loss, the error clipping of DQN (Mnih et al. 2015, methods). */
import * as tf from '@tensorflow/tfjs';

/** With threshold 1: quadratic near 0, so that one error pulls with at most 1. */
export function huber<T extends tf.Tensor>(error: T): T {
  const size = tf.abs(error);
  const quadratic = tf.minimum(size, 1);
  return tf.add(tf.mul(0.5, tf.square(quadratic)), tf.sub(size, quadratic));
}
