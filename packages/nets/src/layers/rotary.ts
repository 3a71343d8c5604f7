/**
 * Rotary positions (Su et al. 2021, RoFormer, equation 34): queries and keys are turned by angles that grow with their position, so that
 * their product depends on how far apart they are alone. Pairs are (i, i + d/2).
 */
import * as tf from '@tensorflow/tfjs';

/** The slowest angle turns once in some 60,000 positions (Vaswani et al. 2017, section 3.5). */
const BASE = 10_000;

/** [d/2] Radians a position. */
export const frequencies = (size: number): number[] =>
  Array.from({ length: size / 2 }, (_, i) => BASE ** ((-2 * i) / size));

/**
 * @param x [B, heads, T, d], d even
 * @param positions [T], or [B, T] where rows are at different places
 */
export function rotate(x: tf.Tensor4D, positions: tf.Tensor): tf.Tensor4D {
  const size = x.shape[3];
  const angles = tf.mul(tf.expandDims(positions, -1), tf.tensor1d(frequencies(size)));
  // [1 or B, 1, T, d/2]
  const turned = tf.reshape(angles, [positions.rank === 2 ? positions.shape[0] : 1, 1, -1, size / 2]);
  const [cos, sin] = [tf.cos(turned), tf.sin(turned)];
  const [first, second] = tf.split(x, 2, 3) as tf.Tensor4D[];
  return tf.concat(
    [tf.sub(tf.mul(first, cos), tf.mul(second, sin)), tf.add(tf.mul(second, cos), tf.mul(first, sin))],
    3,
  ) as tf.Tensor4D;
}
