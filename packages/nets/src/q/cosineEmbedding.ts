/**
 * The embedding of quantile fractions in implicit quantile networks (Dabney et al. 2018, "Implicit quantile networks for
 * distributional reinforcement learning", equation 4): φ_j(τ) = ReLU(Σ_i cos(π i τ) w_ij + b_j), i = 0..n−1, multiplied
 * with the features. B = batch, N = fractions of each row, F = features.
 */
import { heUniform, type ParameterSpec, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import { dense, denseSpecs } from '../layers/dense.js';

/** n of the paper. */
const NUM_COSINES = 64;

/** The parameters w and b of the equation, [n, F] and [F], under names that begin with `name`. */
export function cosineEmbeddingSpecs(name: string, numFeatures: number): ParameterSpec[] {
  return denseSpecs(name, NUM_COSINES, numFeatures, heUniform);
}

/** Features [B, F] and fractions [B, N] in (0, 1) → [B · N, F], the fractions of a row together. */
export function cosineEmbedding(
  features: tf.Tensor2D,
  fractions: tf.Tensor2D,
  values: TensorMap,
  name: string,
): tf.Tensor2D {
  const [batch, numFeatures] = features.shape;
  const count = fractions.shape[1];
  const frequencies = tf.tensor1d(Array.from({ length: NUM_COSINES }, (_, i) => Math.PI * i));
  const cosines = tf.cos(tf.mul(tf.reshape(fractions, [batch * count, 1]), frequencies)) as tf.Tensor2D;
  const embedded = tf.reshape(tf.relu(dense(cosines, values, name)), [batch, count, numFeatures]);
  const mixed = tf.mul(embedded, tf.reshape(features, [batch, 1, numFeatures]));
  return tf.reshape(mixed, [batch * count, numFeatures]);
}
