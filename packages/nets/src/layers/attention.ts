/**
 * Multi-head scaled dot-product attention (Vaswani et al. 2017, section 3.2). B = batch, T = queries, S = keys, D = width, d = D / heads.
 */
import * as tf from '@tensorflow/tfjs';

/** Scores of places that must not be seen. */
export const UNSEEN = -1e9;

/** [B · T, D] → [B, heads, T, d] */
export function splitHeads(x: tf.Tensor2D, batch: number, heads: number): tf.Tensor4D {
  const [rows, width] = x.shape;
  return tf.transpose(
    tf.reshape(x, [batch, rows / batch, heads, width / heads]),
    [0, 2, 1, 3],
  ) as tf.Tensor4D;
}

/** [B, heads, T, d] → [B · T, D] */
export function joinHeads(x: tf.Tensor4D): tf.Tensor2D {
  const [batch, heads, length, size] = x.shape;
  return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [batch * length, heads * size]);
}

/**
 * softmax(q kᵀ / √d + bias) v
 * @param q [B, heads, T, d]
 * @param k [B, heads, S, d]
 * @param v [B, heads, S, d]
 * @param bias added to the scores, broadcast to [B, heads, T, S]: `UNSEEN` where a query must not look
 * @param isScaled whether scores are divided by √d
 * @returns the mixed values [B, heads, T, d], and the weights [B, heads, T, S]
 */
export function attend(
  q: tf.Tensor4D,
  k: tf.Tensor4D,
  v: tf.Tensor4D,
  bias?: tf.Tensor,
  isScaled = true,
): { mixed: tf.Tensor4D; weights: tf.Tensor4D } {
  const products = tf.matMul(isScaled ? tf.mul(q, 1 / Math.sqrt(q.shape[3])) : q, k, false, true);
  const weights = tf.softmax(bias ? tf.add(products, bias) : products) as tf.Tensor4D;
  return { mixed: tf.matMul(weights, v) as tf.Tensor4D, weights };
}

/** [T, T] 0 where a place may look, `UNSEEN` ahead of it. */
export const causalBias = (length: number): tf.Tensor2D =>
  tf.tensor2d(
    Float32Array.from({ length: length * length }, (_, i) =>
      i % length > Math.floor(i / length) ? UNSEEN : 0,
    ),
    [length, length],
  );
