/** Huber's loss, the error clipping of DQN (Mnih et al. 2015, methods). */
import { stopGradient } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';

/** With threshold 1: quadratic near 0, so that one error pulls with at most 1. Written so that its gradient is one multiplication. */
export function huber<T extends tf.Tensor>(error: T): T {
  const pull = stopGradient(tf.clipByValue(error, -1, 1));
  return tf.mul(pull, tf.sub(error, tf.mul(0.5, pull)));
}
