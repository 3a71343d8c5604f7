/**
 * Attention that knows how far apart two places are and nothing else of where they are: "Transformer-XL" (Dai et al. 2019, section 3.3),
 * (q + u) k + (q + v) W r(i − j), where r are waves of the distance. It has no longest distance. B = batch, T = queries, S = keys,
 * D = width, d = D / heads.
 */
import { lecunNormal, zeros, type ParameterSpec, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import { sinusoids } from './sinusoids.js';

export function relativeSpecs(name: string, width: number): ParameterSpec[] {
  return [
    { name: `${name}.distances`, shape: [width, width], init: lecunNormal },
    { name: `${name}.content`, shape: [width], init: zeros },
    { name: `${name}.position`, shape: [width], init: zeros },
  ];
}

/** u or v, a row for each head. */
const perHead = (bias: tf.Tensor, heads: number): tf.Tensor =>
  tf.reshape(bias, [1, heads, 1, bias.size / heads]);

/**
 * What is added to the products of queries and keys, and the queries that these are made with. The last key stands where the last query does.
 * @param q [B, heads, T, d]
 * @param numKeys S, at least T
 * @returns q + u, and (q + v) W r [B, heads, T, S]
 */
export function relative(
  q: tf.Tensor4D,
  numKeys: number,
  values: TensorMap,
  name: string,
): { queries: tf.Tensor4D; products: tf.Tensor4D } {
  const [, heads, length, size] = q.shape;
  const distances = tf.matMul(
    sinusoids(length + numKeys - 1, heads * size, 1 - length),
    values[`${name}.distances`] as tf.Tensor2D,
  );
  const between = Int32Array.from(
    { length: length * numKeys },
    (_, i) => Math.floor(i / numKeys) - (i % numKeys) + numKeys - 1,
  );
  // [T, S, D] → [heads, T, d, S]
  const pairs = tf.transpose(
    tf.reshape(tf.gather(distances, tf.tensor1d(between, 'int32')), [length, numKeys, heads, size]),
    [2, 0, 3, 1],
  );
  const asking = tf.transpose(tf.add(q, perHead(values[`${name}.position`], heads)), [1, 2, 0, 3]);
  const products = tf.matMul(asking, pairs);
  return {
    queries: tf.add(q, perHead(values[`${name}.content`], heads)),
    products: tf.transpose(products, [2, 0, 1, 3]) as tf.Tensor4D,
  };
}
