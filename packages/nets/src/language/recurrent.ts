/**
 * Recurrent language models (Mikolov et al. 2010; with LSTM: Graves 2013, Generating sequences with recurrent neural networks): a token's
 * vector, recurrent layers, a softmax; what the layers remember is carried from one stretch of the text to the next. Dropout as Zaremba,
 * Sutskever & Vinyals 2014: between layers, never on what is carried. B = batch, L = length, H = units.
 */
import { dropout, lecunNormal, type ParameterSpec, type Shape, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import { dense, denseSpecs } from '../layers/dense.js';
import { embed, embeddingSpecs } from '../layers/embedding.js';
import { gru, gruSpecs } from '../layers/gru.js';
import { lstm, lstmSpecs } from '../layers/lstm.js';
import { rnn, rnnSpecs } from '../layers/rnn.js';
import type { LanguageDeclaration } from './languageEntries.js';
import { recurrentEntries } from './settings.js';

/** A recurrent layer as this file needs it. */
interface Cell {
  readonly title: string;
  readonly units: number;
  /** Numbers of its state for each unit. */
  readonly held: number;
  specs(name: string, from: number, units: number): ParameterSpec[];
  run(
    x: tf.Tensor2D,
    state: tf.Tensor2D,
    values: TensorMap,
    name: string,
  ): { outputs: tf.Tensor2D; state: tf.Tensor2D };
}

const schemaFor = (units: number) => v.strictObject(recurrentEntries(units));

function recurrent({
  title,
  units: defaultUnits,
  held,
  specs,
  run,
}: Cell): LanguageDeclaration<ReturnType<typeof schemaFor>> {
  return {
    title,
    schema: schemaFor(defaultUnits),
    build({ length, vocabulary }, { units, layers, width, dropout: rate }) {
      const names = Array.from({ length: layers }, (_, i) => `layer${i + 1}`);
      const noise: Record<string, Shape> = {};
      if (rate > 0) names.forEach((name) => (noise[`${name}.dropout`] = [length, units]));
      return {
        parameters: [
          ...embeddingSpecs('embedding', vocabulary, width),
          ...names.flatMap((name, i) => specs(name, i === 0 ? width : units, units)),
          ...denseSpecs('logits', units, vocabulary, lecunNormal),
        ],
        carried: layers * held * units,
        noise,
        read(tokens, state, values, training) {
          const rows = tokens.shape[0] * tokens.shape[1];
          const before = tf.split(state as tf.Tensor2D, layers, 1) as tf.Tensor2D[];
          const after: tf.Tensor2D[] = [];
          let x = tf.reshape(embed(tokens, values, 'embedding'), [rows, width]) as tf.Tensor2D;
          names.forEach((name, i) => {
            const { outputs, state: next } = run(x, before[i], values, name);
            after.push(next);
            x = outputs;
            if (training && rate > 0) {
              const drawn = tf.reshape(training.noise[`${name}.dropout`], [rows, units]);
              x = dropout(x, rate, drawn) as tf.Tensor2D;
            }
          });
          return { logits: dense(x, values, 'logits'), state: layers === 1 ? after[0] : tf.concat(after, 1) };
        },
      };
    },
  };
}

export const rnnLanguage = recurrent({
  title: 'RNN (1990): a state that each token changes',
  units: 256,
  held: 1,
  specs: rnnSpecs,
  run: rnn,
});

export const gruLanguage = recurrent({
  title: 'GRU (2014): gates that keep and forget',
  units: 400,
  held: 1,
  specs: gruSpecs,
  run: gru,
});

export const lstmLanguage = recurrent({
  title: 'LSTM (1997): gates around a memory cell',
  units: 400,
  held: 2,
  specs: lstmSpecs,
  run: (x, state, values, name) => lstm(x, state, undefined, values, name),
});
