/**
 * The squashing of returns that R2D2 learns with in the place of clipped rewards (Pohlen et al. 2018, "Observe and look
 * further", proposition A.2; Kapturowski et al. 2019, section 2.3): h(x) = sign(x) (√(|x| + 1) − 1) + ε x.
 */
import * as tf from '@tensorflow/tfjs';

const EPSILON = 1e-3;

/** h */
export function rescale<T extends tf.Tensor>(x: T): T {
  const root = tf.sub(tf.sqrt(tf.add(tf.abs(x), 1)), 1);
  return tf.add(tf.mul(tf.sign(x), root), tf.mul(EPSILON, x));
}

/** h⁻¹ */
export function unscale<T extends tf.Tensor>(x: T): T {
  const inner = tf.sqrt(tf.add(1, tf.mul(4 * EPSILON, tf.add(tf.abs(x), 1 + EPSILON))));
  const size = tf.sub(tf.square(tf.div(tf.sub(inner, 1), 2 * EPSILON)), 1);
  return tf.mul(tf.sign(x), size);
}
