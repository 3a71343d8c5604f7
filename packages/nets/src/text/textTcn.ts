/** The temporal convolutional network of series/tcn.ts over texts: what comes out at the last word are the features. */
import { counts, described, MOST_HELD, count } from '@agon/core';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import { sequence } from '../layers/layer.js';
import { causalBlocks } from '../series/tcn.js';
import { atLastWord, textSettings, type TextDeclaration } from './textEntry.js';

const schema = v.strictObject({
  ...textSettings,
  filters: v.optional(described(counts(1, MOST_HELD), 'filters of each block'), [32, 32, 32, 32]),
  kernel: v.optional(described(count(2, 63), 'words that a filter sees'), 3),
});

/** `tcn` over texts (Bai, Kolter & Koltun 2018). */
export const tcnOverText: TextDeclaration<typeof schema> = {
  title: 'TCN (2018): dilated convolutions that see no later word, their answer at the last one',
  schema,
  build(length, { width, filters, kernel }) {
    const { parameters, apply } = sequence(causalBlocks(filters, kernel, 0))([length, width], '');
    const features = filters[filters.length - 1];
    return {
      parameters,
      features,
      read(x, mask, values) {
        const [batch] = mask.shape;
        const found = apply(tf.reshape(x, [batch, length, width]), values);
        return atLastWord(tf.reshape(found, [batch * length, features]) as tf.Tensor2D, mask);
      },
    };
  },
};
