/**
 * The layers of a Transformer's encoder (Vaswani et al. 2017), with the normalisation before each part (Xiong et al. 2020): each place
 * looks at all others. B = batch, T = places, D = width.
 */
import { AgonError } from '@agon/core';
import type { ParameterSpec, TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import { attend, joinHeads, splitHeads } from './attention.js';
import { dense, denseSpecs } from './dense.js';
import { layerNorm, layerNormSpecs } from './layerNorm.js';

/** The dense layers of a layer are so many times as wide. */
const WIDER = 2;

const namesOf = (layers: number): string[] => Array.from({ length: layers }, (_, i) => `layer${i + 1}`);

/** @throws unsupported where so many heads of an even length do not make up the width */
export function requireHeads(width: number, heads: number): void {
  if (width % (2 * heads) === 0) return;
  throw new AgonError(
    'unsupported',
    `transformer: ${heads} heads of an even length do not make up a width of ${width}; set heads=1 or another width.`,
  );
}

/** Parameters of `encode`. */
export function encoderSpecs(layers: number, width: number): ParameterSpec[] {
  return namesOf(layers).flatMap((name) => [
    ...layerNormSpecs(`${name}.attention.norm`, width),
    ...denseSpecs(`${name}.attention.qkv`, width, 3 * width),
    ...denseSpecs(`${name}.attention.out`, width, width),
    ...layerNormSpecs(`${name}.dense.norm`, width),
    ...denseSpecs(`${name}.dense.up`, width, WIDER * width),
    ...denseSpecs(`${name}.dense.down`, WIDER * width, width),
  ]);
}

/** How the places look at each other. */
export interface EncoderOptions {
  readonly batch: number;
  readonly layers: number;
  readonly heads: number;
  /** What is done to questions and keys [B, heads, T, D / heads]: where their places are told by turning them. */
  readonly turn?: (x: tf.Tensor4D) => tf.Tensor4D;
  /** Added to the scores, broadcast to [B, heads, T, T]. */
  readonly bias?: tf.Tensor;
}

/** @param x [B · T, D] @returns [B · T, D] */
export function encode(x: tf.Tensor2D, values: TensorMap, options: EncoderOptions): tf.Tensor2D {
  const { batch, layers, heads, turn = (same) => same, bias } = options;
  let h = x;
  for (const name of namesOf(layers)) {
    const read = layerNorm(h, values, `${name}.attention.norm`);
    const [q, k, v] = tf
      .split(dense(read, values, `${name}.attention.qkv`), 3, 1)
      .map((each) => splitHeads(each as tf.Tensor2D, batch, heads));
    const { mixed } = attend(turn(q), turn(k), v, bias);
    h = tf.add(h, dense(joinHeads(mixed), values, `${name}.attention.out`));
    const up = dense(layerNorm(h, values, `${name}.dense.norm`), values, `${name}.dense.up`);
    h = tf.add(h, dense(tf.relu(up), values, `${name}.dense.down`));
  }
  return h;
}
