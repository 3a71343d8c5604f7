/** Dropout whose noise is an input: a compiled function runs the same graph every time, so it cannot draw by itself. */
import * as tf from '@tensorflow/tfjs';

/**
 * Sets elements to 0 where `noise` is below `rate` and scales the others by 1 / (1 − rate) (Srivastava et al. 2014).
 * @param noise uniform in [0, 1), of a shape that broadcasts to x; a stream of the caller's writes it before every run
 */
export function dropout(x: tf.Tensor, rate: number, noise: tf.Tensor): tf.Tensor {
  const kept = tf.cast(tf.greaterEqual(noise, rate), 'float32');
  return tf.mul(x, tf.mul(kept, 1 / (1 - rate)));
}
