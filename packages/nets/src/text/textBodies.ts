/** Bodies that read a text, from counting its words to attention. B = batch, L = length, D = width. */
import { AgonError, count, described, MOST_HELD } from '@agon/core';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import { UNSEEN } from '../layers/attention.js';
import { dense, denseSpecs } from '../layers/dense.js';
import { encode, encoderSpecs, requireHeads } from '../layers/encoder.js';
import { lstm, lstmSpecs } from '../layers/lstm.js';
import { rotate } from '../layers/rotary.js';
import { atLastWord, meanOfWords, textSettings, type TextDeclaration } from './textEntry.js';

const bagSchema = v.strictObject(textSettings);

/** The mean of the words' vectors, whose order does not count (Joulin, Grave, Bojanowski & Mikolov 2017). */
export const bagOfWords: TextDeclaration<typeof bagSchema> = {
  title: 'bag of words: logistic regression on the mean of their vectors',
  schema: bagSchema,
  build: (_length, { width }) => ({
    parameters: [],
    features: width,
    read: (x, mask) => meanOfWords(x, mask),
  }),
};

const convolutionSchema = v.strictObject({
  ...textSettings,
  filters: v.optional(described(count(1, 4096), 'filters of each length'), 100),
  lengths: v.optional(
    v.pipe(v.array(count(1, 20)), v.minLength(1), v.description('words that a filter sees: 3/4/5')),
    [3, 4, 5],
  ),
});

/** "Convolutional neural networks for sentence classification" (Kim 2014): the strongest answer of each filter, wherever it is. */
export const convolutionOverText: TextDeclaration<typeof convolutionSchema> = {
  title: 'convolutions over words (2014), the strongest answer of each filter',
  schema: convolutionSchema,
  build(length, { width, filters, lengths }) {
    const tooLong = lengths.find((each) => each > length);
    if (tooLong !== undefined)
      throw new AgonError('unsupported', `convnet: a filter of ${tooLong} words is longer than a text of ${length}; set lengths=2/3.`); // prettier-ignore
    const names = [...new Set(lengths)].map((each) => [`filters${each}`, each] as const);
    return {
      parameters: names.flatMap(([name, each]) => denseSpecs(name, each * width, filters)),
      features: names.length * filters,
      read(x, mask, values) {
        const batch = mask.shape[0];
        const words = tf.reshape(x, [batch, length, width]);
        const answers = names.map(([name, each]) => {
          const places = length - each + 1;
          const parts = Array.from({ length: each }, (_, i) =>
            tf.slice(words, [0, i, 0], [batch, places, width]),
          );
          const windows = tf.reshape(tf.concat(parts, 2), [batch * places, each * width]) as tf.Tensor2D;
          return tf.max(tf.reshape(tf.relu(dense(windows, values, name)), [batch, places, filters]), 1);
        });
        return tf.concat(answers, 1) as tf.Tensor2D;
      },
    };
  },
};

const lstmSchema = v.strictObject({
  ...textSettings,
  units: v.optional(described(count(1, MOST_HELD), 'units'), 64),
  answer: v.optional(
    described(v.picklist(['mean', 'last']), 'the mean of what it says after each word, or after the last'),
    'mean',
  ),
});

/** LSTM over the words. */
export const lstmOverText: TextDeclaration<typeof lstmSchema> = {
  title: 'LSTM over words, the mean of its answers or the last one',
  schema: lstmSchema,
  build: (_length, { width, units, answer }) => ({
    parameters: lstmSpecs('lstm', width, units),
    features: units,
    read(x, mask, values) {
      const state = tf.zeros([mask.shape[0], 2 * units]) as tf.Tensor2D;
      const { outputs } = lstm(x, state, undefined, values, 'lstm');
      return answer === 'last' ? atLastWord(outputs, mask) : meanOfWords(outputs, mask);
    },
  }),
};

const transformerSchema = v.strictObject({
  ...textSettings,
  layers: v.optional(described(count(1, 100), 'layers, each of attention and two dense layers'), 1),
  heads: v.optional(described(count(1, 1000), 'heads of the attention; they divide the width'), 2),
});

/** The encoder of Vaswani et al. (2017): each word looks at all others; the mean of what comes out. */
export const transformerOverText: TextDeclaration<typeof transformerSchema> = {
  title: 'Transformer encoder over words, the mean of its answers',
  schema: transformerSchema,
  build(length, { width, layers, heads }) {
    requireHeads(width, heads);
    return {
      parameters: encoderSpecs(layers, width),
      features: width,
      read(x, mask, values) {
        const batch = mask.shape[0];
        const places = tf.range(0, length);
        const bias = tf.reshape(tf.mul(tf.sub(1, mask), UNSEEN), [batch, 1, 1, length]);
        const turn = (each: tf.Tensor4D): tf.Tensor4D => rotate(each, places);
        return meanOfWords(encode(x, values, { batch, layers, heads, turn, bias }), mask);
      },
    };
  },
};
