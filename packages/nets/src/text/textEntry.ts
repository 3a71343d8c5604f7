/** Networks that classify texts: vectors of words, a body, and a dense layer over its features. B = batch, L = length, D = width. */
import { count, described, MOST_HELD, number, type Settings, type SettingsSchema } from '@agon/core';
import { dropout, lecunNormal, type ParameterSpec, type TensorMap, type TensorSpec } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import { entry, type Entry } from '../entry.js';
import { textClassifier } from '../kinds.js';
import { dense, denseSpecs } from '../layers/dense.js';
import { embed, embeddingSpecs } from '../layers/embedding.js';

/** What all of them can be told. */
export const textSettings = {
  width: v.optional(described(count(1, MOST_HELD), "length of a word's vector"), 100),
  dropout: v.optional(described(number(0, 0.95), 'chance of a feature to be left out in training'), 0.3),
};

/** A body, built. */
export interface TextBody {
  readonly parameters: readonly ParameterSpec[];
  /** Features of a text. */
  readonly features: number;
  /**
   * @param x [B · L, D] vectors of words, 0 where a text has ended
   * @param mask [B, L] 1 where there is a word, 0 where the text has ended
   * @returns [B, features]
   */
  read(x: tf.Tensor2D, mask: tf.Tensor2D, values: TensorMap): tf.Tensor2D;
}

export interface TextDeclaration<S extends SettingsSchema> {
  readonly title: string;
  readonly schema: S;
  /** @throws unsupported */
  build(length: number, settings: Settings<S>): TextBody;
}

/** Vectors begin small, as those that were learned elsewhere are of length 1. */
const DEVIATION = 0.1;

/** The table of words' vectors, which may begin as learned elsewhere. */
export const WORD_TABLE = 'words.table';

/** The entry of a body. Token 0 says that the text has ended. */
export function textEntry<S extends SettingsSchema>({
  title,
  schema,
  build,
}: TextDeclaration<S>): Entry<typeof textClassifier> {
  return entry(textClassifier, {
    title,
    schema,
    build({ length, vocabulary, classes }, settings) {
      const { width, dropout: rate } = settings as { width: number; dropout: number };
      const { parameters, features, read } = build(length, settings);
      const noise: Record<string, TensorSpec> = rate > 0 ? { 'features.dropout': { shape: [features] } } : {};
      const answer = (inputs: TensorMap, values: TensorMap, isTraining: boolean): TensorMap => {
        const tokens = inputs.tokens as tf.Tensor2D;
        const mask = tf.cast(tf.greater(tf.cast(tokens, 'float32'), 0), 'float32') as tf.Tensor2D;
        const vectors = tf.mul(embed(tokens, values, 'words'), tf.expandDims(mask, 2));
        const rows = tokens.shape[0] * length;
        const found = read(tf.reshape(vectors, [rows, width]) as tf.Tensor2D, mask, values);
        const kept = isTraining && rate > 0 ? dropout(found, rate, inputs['features.dropout']) : found;
        return { logits: dense(kept as tf.Tensor2D, values, 'logits') };
      };
      return {
        parameters: [
          ...embeddingSpecs('words', vocabulary, width, DEVIATION),
          ...parameters,
          ...denseSpecs('logits', features, classes, lecunNormal),
        ],
        apply: (inputs, values) => answer(inputs, values, false),
        training: {
          noise,
          apply: (inputs, values) => answer(inputs, values, true),
        },
      };
    },
  });
}

/** What stands at the last word; 0 for a text without words: [B · L, F] → [B, F]. */
export function atLastWord(x: tf.Tensor2D, mask: tf.Tensor2D): tf.Tensor2D {
  const [batch, length] = mask.shape;
  const next = tf.pad(tf.slice(mask, [0, 1], [batch, length - 1]), [
    [0, 0],
    [0, 1],
  ]);
  const isLast = tf.expandDims(tf.sub(mask, next), 2);
  return tf.sum(tf.mul(tf.reshape(x, [batch, length, x.shape[1]]), isLast), 1) as tf.Tensor2D;
}

/** The mean of what stands where there are words: [B · L, F] → [B, F]. */
export function meanOfWords(x: tf.Tensor2D, mask: tf.Tensor2D): tf.Tensor2D {
  const [batch, length] = mask.shape;
  const shaped = tf.mul(tf.reshape(x, [batch, length, x.shape[1]]), tf.expandDims(mask, 2));
  const numWords = tf.maximum(tf.sum(mask, 1, true), 1);
  return tf.div(tf.sum(shaped, 1), numWords) as tf.Tensor2D;
}
