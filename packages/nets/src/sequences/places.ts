/** A learned vector for each place of source and target. */
import { AgonError, count, described } from '@agon/core';
import type { ParameterSpec, TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import { embeddingSpecs } from '../layers/embedding.js';

/** The setting of networks that learn them. */
export const placesEntry = {
  places: v.optional(described(count(1, 65_536), 'places that positions can be learned of'), 64),
};

export const placeSpecs = (side: string, places: number, width: number, deviation: number): ParameterSpec[] =>
  embeddingSpecs(`${side}.places`, places, width, deviation);

/** [B, L, D] with the vector of each place added. */
export function withPlaces(x: tf.Tensor, values: TensorMap, side: string): tf.Tensor {
  const [, length, width] = x.shape;
  return tf.add(x, tf.slice(values[`${side}.places.table`], [0, 0], [length, width]));
}

/** @throws unsupported where a sequence is longer than the places */
export function requirePlaces(id: string, places: number, ...lengths: number[]): void {
  const longest = Math.max(...lengths);
  if (longest > places) {
    throw new AgonError(
      'unsupported',
      `${id} learns positions of ${places} places, and there are sequences of ${longest}; set places=${longest}.`,
    );
  }
}
