/**
 * Recurrent encoder and decoder: "Learning phrase representations using RNN encoder–decoder" (Cho et al. 2014), "Sequence to sequence
 * learning with neural networks" (Sutskever, Vinyals & Le 2014). Without attention the answer is written from the last state alone.
 * With it each step looks at all states of the encoder: additive (Bahdanau, Cho & Bengio 2015: before the step, from the state before it)
 * or dot (Luong, Pham & Manning 2015: after the step). B = batch, S, T = lengths, H = units, W = width of embeddings.
 */
import { count, described, MOST_HELD } from '@agon/core';
import { glorotUniform, lecunNormal, type ParameterSpec, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import { dropoutEntry } from '../language/settings.js';
import { dense, denseSpecs } from '../layers/dense.js';
import { embed, embeddingSpecs } from '../layers/embedding.js';
import { gru, gruSpecs } from '../layers/gru.js';
import { lstm, lstmSpecs } from '../layers/lstm.js';
import { Dropped } from './dropped.js';
import type { SequenceDeclaration } from './sequenceEntry.js';

const schema = v.strictObject({
  attention: v.optional(
    described(v.picklist(['additive', 'dot', 'none']), 'how it looks back at the source'),
    'additive',
  ),
  bidirectional: v.optional(described(v.boolean(), 'the source is read from both ends'), true),
  units: v.optional(described(count(1, MOST_HELD), 'units of each layer'), 128),
  layers: v.optional(described(count(1, 16), 'layers of encoder and decoder, one above the other'), 1),
  width: v.optional(described(count(1, MOST_HELD), "length of a token's vector"), 64),
  ...dropoutEntry(0),
});

/** A recurrent layer. */
interface Cell {
  readonly title: string;
  /** Numbers of its state, in units; the first of them are its answer. */
  readonly held: number;
  specs(name: string, from: number, units: number): ParameterSpec[];
  run(
    x: tf.Tensor2D,
    state: tf.Tensor2D,
    values: TensorMap,
    name: string,
  ): { outputs: tf.Tensor2D; state: tf.Tensor2D };
}

/** [B, S] → [B, S, S] What turns each source round and leaves its padding behind: 1 where i + j = length − 1. */
function turned(present: tf.Tensor2D): tf.Tensor3D {
  const length = present.shape[1];
  const sums = Float32Array.from({ length: length ** 2 }, (_, i) => Math.floor(i / length) + (i % length));
  const last = tf.reshape(tf.sub(tf.sum(present, 1), 1), [-1, 1, 1]);
  return tf.cast(tf.equal(tf.tensor3d(sums, [1, length, length]), last), 'float32') as tf.Tensor3D;
}

/** [B, S] 1 at the last token of each source. */
function lastOf(present: tf.Tensor2D): tf.Tensor2D {
  const [batch, length] = present.shape;
  const next = tf.concat([tf.slice(present, [0, 1], [batch, length - 1]), tf.zeros([batch, 1])], 1);
  return tf.sub(present, next);
}

const encoderDecoder = ({ title, held, specs, run }: Cell): SequenceDeclaration<typeof schema> => ({
  title,
  schema,
  build({ sourceLength, targetLength, sourceVocabulary, targetVocabulary }, settings) {
    const { attention, bidirectional, units, layers, width, dropout: rate } = settings;
    const numbers = Array.from({ length: layers }, (_, i) => i + 1);
    const ways = bidirectional ? ['forward', 'backward'] : ['forward'];
    const memory = ways.length * units;
    const isAdditive = attention === 'additive';
    const dropped = new Dropped(rate);
    dropped.declare('source', sourceLength, width);
    dropped.declare('target', targetLength, width);
    for (const i of numbers.slice(1)) {
      dropped.declare(`encoder${i}`, sourceLength, memory);
      dropped.declare(`decoder${i}`, targetLength, units);
    }
    dropped.declare('answer', targetLength, units);

    const parameters: ParameterSpec[] = [
      ...embeddingSpecs('source', sourceVocabulary, width, 1 / Math.sqrt(width)),
      ...embeddingSpecs('target', targetVocabulary, width, 1 / Math.sqrt(width)),
      ...numbers.flatMap((i) => ways.flatMap((way) => specs(`encoder${i}.${way}`, i === 1 ? width : memory, units))), // prettier-ignore
      ...numbers.flatMap((i) => denseSpecs(`bridge${i}`, memory, held * units, glorotUniform)),
      ...numbers.flatMap((i) =>
        specs(`decoder${i}`, i > 1 ? units : isAdditive ? width + memory : width, units),
      ),
      ...(isAdditive
        ? [
            ...denseSpecs('attention.state', units, units, glorotUniform),
            { name: 'attention.memory', shape: [memory, units], init: glorotUniform },
            { name: 'attention.score', shape: [units, 1], init: glorotUniform },
          ]
        : []),
      ...(attention === 'dot' ? [{ name: 'attention.memory', shape: [memory, units], init: glorotUniform }] : []), // prettier-ignore
      ...(attention === 'none' ? [] : denseSpecs('attention.answer', units + memory, units, glorotUniform)),
      ...denseSpecs('logits', units, targetVocabulary, lecunNormal),
    ];

    return {
      parameters,
      noise: dropped.noise,
      isAligned: attention !== 'none',
      read({ source, target, present, hidden, values, training }) {
        const batch = source.shape[0];
        const rows = batch * sourceLength;
        const flip = bidirectional ? turned(present) : undefined;
        const last = tf.expandDims(lastOf(present), 2);
        const begin = tf.zeros([batch, held * units]) as tf.Tensor2D;

        let x = tf.reshape(embed(source, values, 'source'), [rows, width]) as tf.Tensor2D;
        x = dropped.apply(x, 'source', training);
        const states = numbers.map((i) => {
          if (i > 1) x = dropped.apply(x, `encoder${i}`, training);
          const outputs = ways.map((way) => {
            const flipped = (rows: tf.Tensor2D): tf.Tensor2D =>
              way === 'forward' || !flip
                ? rows
                : tf.reshape(tf.matMul(flip, tf.reshape(rows, [batch, sourceLength, -1])), rows.shape);
            const read = run(flipped(x), begin, values, `encoder${i}.${way}`).outputs;
            return { all: flipped(read), read };
          });
          // What each direction has read in the end: both have their last token at the same place.
          const ends = outputs.map(({ read }) =>
            tf.sum(tf.mul(tf.reshape(read, [batch, sourceLength, units]), last), 1),
          );
          x = outputs.length === 1 ? outputs[0].all : tf.concat(outputs.map(({ all }) => all), 1); // prettier-ignore
          return tf.tanh(dense(ends.length === 1 ? (ends[0] as tf.Tensor2D) : (tf.concat(ends, 1) as tf.Tensor2D), values, `bridge${i}`)); // prettier-ignore
        });
        const read = tf.reshape(x, [batch, sourceLength, memory]) as tf.Tensor3D;
        const keys =
          attention === 'none'
            ? undefined
            : tf.reshape(tf.matMul(x, values['attention.memory'] as tf.Tensor2D), [
                batch,
                sourceLength,
                units,
              ]);

        const vectors = dropped.apply(
          tf.reshape(embed(target, values, 'target'), [batch * targetLength, width]) as tf.Tensor2D,
          'target',
          training,
        );
        let h = vectors;
        let alignment: tf.Tensor | undefined;
        let contexts: tf.Tensor2D | undefined;
        if (isAdditive) {
          const asked = (state: tf.Tensor2D): tf.Tensor2D => {
            const query = dense(tf.slice(state, [0, 0], [batch, units]), values, 'attention.state');
            const sum = tf.tanh(tf.add(keys as tf.Tensor, tf.expandDims(query, 1)));
            const scores = tf.matMul(tf.reshape(sum, [rows, units]) as tf.Tensor2D, values['attention.score'] as tf.Tensor2D); // prettier-ignore
            return tf.softmax(tf.add(tf.reshape(scores, [batch, sourceLength]), hidden)) as tf.Tensor2D;
          };
          const steps = tf.unstack(tf.reshape(vectors, [batch, targetLength, width]), 1) as tf.Tensor2D[];
          const outputs: tf.Tensor2D[] = [];
          const looks: tf.Tensor2D[] = [];
          const seen: tf.Tensor2D[] = [];
          let state = states[0];
          for (const step of steps) {
            const weights = asked(state);
            const context = tf.reshape(tf.matMul(tf.expandDims(weights, 1), read), [batch, memory]) as tf.Tensor2D; // prettier-ignore
            const next = run(tf.concat([step, context], 1), state, values, 'decoder1');
            state = next.state;
            outputs.push(next.outputs);
            looks.push(weights);
            seen.push(context);
          }
          h = tf.reshape(tf.stack(outputs, 1), [batch * targetLength, units]);
          contexts = tf.reshape(tf.stack(seen, 1), [batch * targetLength, memory]);
          alignment = tf.stack(looks, 1);
        } else h = run(h, states[0], values, 'decoder1').outputs;
        for (const i of numbers.slice(1))
          h = run(dropped.apply(h, `decoder${i}`, training), states[i - 1], values, `decoder${i}`).outputs;

        if (attention === 'dot') {
          const queries = tf.reshape(h, [batch, targetLength, units]);
          const scores = tf.matMul(queries, keys as tf.Tensor, false, true);
          alignment = tf.softmax(tf.add(scores, tf.expandDims(hidden, 1)));
          contexts = tf.reshape(tf.matMul(alignment, read), [batch * targetLength, memory]) as tf.Tensor2D;
        }
        if (contexts) h = tf.tanh(dense(tf.concat([h, contexts], 1), values, 'attention.answer'));
        return { logits: dense(dropped.apply(h, 'answer', training), values, 'logits'), alignment };
      },
    };
  },
});

export const lstmEncoderDecoder = encoderDecoder({
  title: 'LSTM encoder and decoder (2014), with attention (2015)',
  held: 2,
  specs: lstmSpecs,
  run: (x, state, values, name) => lstm(x, state, undefined, values, name),
});

export const gruEncoderDecoder = encoderDecoder({
  title: 'GRU encoder and decoder (2014), with attention (2015)',
  held: 1,
  specs: gruSpecs,
  run: gru,
});
