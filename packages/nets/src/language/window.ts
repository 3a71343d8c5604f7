/**
 * A neural language model over a fixed window: "A neural probabilistic language model" (Bengio, Ducharme, Vincent & Jauvin 2003, equation 1
 * without the direct connections): the vectors of the last tokens side by side, a hidden layer of tanh, and a softmax. B = batch, L = length.
 */
import { count, described, MOST_HELD } from '@agon/core';
import { dropout, glorotUniform, lecunNormal, type Shape } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import { dense, denseSpecs } from '../layers/dense.js';
import { embed, embeddingSpecs } from '../layers/embedding.js';
import type { LanguageDeclaration } from './languageEntries.js';
import { dropoutEntry } from './settings.js';

const schema = v.strictObject({
  window: v.optional(described(count(2, 10_000), 'tokens that it sees'), 16),
  width: v.optional(described(count(1, MOST_HELD), "length of a token's vector"), 32),
  hidden: v.optional(described(count(1, MOST_HELD), 'units of the hidden layer'), 512),
  ...dropoutEntry(0.2),
});

/** What is carried are the tokens before the stretch, counted from 1; 0: there was none. */
export const window: LanguageDeclaration<typeof schema> = {
  title: 'language model over a fixed window (2003): the last tokens, a hidden layer',
  schema,
  build({ length, vocabulary }, { window: seen, width, hidden, dropout: rate }) {
    const noise: Record<string, Shape> = rate > 0 ? { 'hidden.dropout': [length, hidden] } : {};
    return {
      parameters: [
        ...embeddingSpecs('embedding', vocabulary + 1, width),
        ...denseSpecs('hidden', seen * width, hidden, glorotUniform),
        ...denseSpecs('logits', hidden, vocabulary, lecunNormal),
      ],
      carried: seen - 1,
      noise,
      read(tokens, state, values, training) {
        const counted = tf.add(tf.cast(tokens, 'float32'), 1) as tf.Tensor2D;
        const all = state ? tf.concat([state, counted], 1) : counted;
        const [batch, numSeen] = all.shape;
        const steps = numSeen - seen + 1;
        const vectors = embed(all, values, 'embedding') as tf.Tensor3D;
        const places = Array.from({ length: seen }, (_, place) =>
          tf.slice(vectors, [0, place, 0], [batch, steps, width]),
        );
        const windows = tf.reshape(tf.concat(places, 2), [batch * steps, seen * width]) as tf.Tensor2D;
        let x = tf.tanh(dense(windows, values, 'hidden'));
        if (training && rate > 0) {
          const drawn = tf.reshape(training.noise['hidden.dropout'], x.shape);
          x = dropout(x, rate, drawn) as tf.Tensor2D;
        }
        const logits = dense(x, values, 'logits');
        return { logits, state: tf.slice(all, [0, numSeen - seen + 1], [batch, seen - 1]) };
      },
    };
  },
};
