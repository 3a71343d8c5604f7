/**
 * "Convolutional sequence to sequence learning" (Gehring, Auli, Grangier, Yarats & Dauphin 2017): gated convolutions over the source, and
 * over what is written so far, with attention in each layer of the decoder; learned positions. Its weight normalisation is left out.
 * B = batch, S, T = lengths, D = width.
 */
import { count, described, MOST_HELD } from '@agon/core';
import { gaussian, lecunNormal, zeros, type ParameterSpec, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import { dropoutEntry } from '../language/settings.js';
import { dense, denseSpecs } from '../layers/dense.js';
import { embed, embeddingSpecs } from '../layers/embedding.js';
import { Dropped } from './dropped.js';
import { placeSpecs, placesEntry, requirePlaces, withPlaces } from './places.js';
import type { SequenceDeclaration } from './sequenceEntry.js';

const schema = v.strictObject({
  layers: v.optional(described(count(1, 30), 'layers of encoder and decoder'), 3),
  width: v.optional(described(count(1, MOST_HELD), 'length of the vectors'), 128),
  kernel: v.optional(described(count(1, 31), 'places that a convolution sees; odd'), 5),
  ...placesEntry,
  ...dropoutEntry(0.1),
});

/** So that sums of two keep their size. */
const HALF = Math.sqrt(0.5);

/** A gated convolution's parameters: twice the width, of which one half says how much of the other goes on (Dauphin et al. 2017). */
const gatedSpecs = (name: string, kernel: number, width: number): ParameterSpec[] => [
  { name: `${name}.weight`, shape: [kernel * width, 2 * width], init: gaussian(Math.sqrt(4 / (kernel * width))) }, // prettier-ignore
  { name: `${name}.bias`, shape: [2 * width], init: zeros },
];

/** [B · L, D] → [B · L, D]. @param before places that it sees before each, of `kernel` in all */
function gated(
  x: tf.Tensor2D,
  batch: number,
  { kernel, before }: { kernel: number; before: number },
  values: TensorMap,
  name: string,
): tf.Tensor2D {
  const [rows, width] = x.shape;
  const length = rows / batch;
  const padded = tf.pad(tf.reshape(x, [batch, length, width]), [[0, 0], [before, kernel - 1 - before], [0, 0]]); // prettier-ignore
  const seen = Array.from({ length: kernel }, (_, i) => tf.slice(padded, [0, i, 0], [batch, length, width]));
  const windows = tf.reshape(tf.concat(seen, 2), [rows, kernel * width]) as tf.Tensor2D;
  const [value, gate] = tf.split(dense(windows, values, name), 2, 1) as tf.Tensor2D[];
  return tf.mul(value, tf.sigmoid(gate));
}

export const convolutional: SequenceDeclaration<typeof schema> = {
  title: 'convolutional encoder and decoder (2017): gated, with attention in each layer',
  schema,
  build({ sourceLength, targetLength, sourceVocabulary, targetVocabulary }, settings) {
    const { layers, width, kernel, places, dropout: rate } = settings;
    requirePlaces('convolutional', places, sourceLength, targetLength);
    const numbers = Array.from({ length: layers }, (_, i) => i + 1);
    const dropped = new Dropped(rate);
    for (const [side, length] of [
      ['source', sourceLength],
      ['target', targetLength],
    ] as const) {
      // prettier-ignore
      dropped.declare(side, length, width);
      for (const i of numbers) dropped.declare(`${side}${i}`, length, width);
    }

    return {
      parameters: [
        ...embeddingSpecs('source', sourceVocabulary, width, 0.1),
        ...placeSpecs('source', places, width, 0.1),
        ...embeddingSpecs('target', targetVocabulary, width, 0.1),
        ...placeSpecs('target', places, width, 0.1),
        ...numbers.flatMap((i) => gatedSpecs(`encoder${i}`, kernel, width)),
        ...numbers.flatMap((i) => [
          ...gatedSpecs(`decoder${i}`, kernel, width),
          ...denseSpecs(`decoder${i}.query`, width, width, lecunNormal),
          ...denseSpecs(`decoder${i}.context`, width, width, lecunNormal),
        ]),
        ...denseSpecs('logits', width, targetVocabulary, lecunNormal),
      ],
      noise: dropped.noise,
      isAligned: true,
      read({ source, target, present, hidden, values, training }) {
        const batch = source.shape[0];
        const [from, to] = [batch * sourceLength, batch * targetLength];
        const isThere = tf.reshape(present, [from, 1]);
        const vectorsOf = (tokens: tf.Tensor2D, side: string, rows: number): tf.Tensor2D => {
          const placed = withPlaces(embed(tokens, values, side), values, side);
          return dropped.apply(tf.reshape(placed, [rows, width]) as tf.Tensor2D, side, training);
        };

        const e = tf.mul<tf.Tensor2D>(vectorsOf(source, 'source', from), isThere);
        let z = e;
        for (const i of numbers) {
          const dropt = dropped.apply(z, `source${i}`, training);
          const change = gated(dropt, batch, { kernel, before: (kernel - 1) >> 1 }, values, `encoder${i}`);
          z = tf.mul(tf.mul(tf.add(change, z), HALF), isThere);
        }
        const keys = tf.reshape(z, [batch, sourceLength, width]);
        const seen = tf.reshape(tf.mul(tf.add(z, e), HALF), [batch, sourceLength, width]);

        const g = vectorsOf(target, 'target', to);
        let h = g;
        let alignment: tf.Tensor | undefined;
        for (const i of numbers) {
          const dropt = dropped.apply(h, `target${i}`, training);
          const made = gated(dropt, batch, { kernel, before: kernel - 1 }, values, `decoder${i}`);
          const query = tf.mul(tf.add(dense(made, values, `decoder${i}.query`), g), HALF);
          const scores = tf.matMul(tf.reshape(query, [batch, targetLength, width]), keys, false, true);
          alignment = tf.softmax(tf.add(scores, tf.expandDims(hidden, 1)));
          const mixed = tf.reshape(tf.matMul(alignment, seen), [to, width]) as tf.Tensor2D;
          const answered = tf.mul(tf.add(made, dense(mixed, values, `decoder${i}.context`)), HALF);
          h = tf.mul(tf.add(answered, h), HALF);
        }
        return { logits: dense(h, values, 'logits'), alignment };
      },
    };
  },
};
