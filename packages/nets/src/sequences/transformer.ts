/**
 * Transformer encoder and decoder: "Attention is all you need" (Vaswani et al. 2017). Positions are waves, learned, rotary (Su et al. 2021)
 * or distances (Dai et al. 2019; what Csordás et al. 2021 found that SCAN's longer answers need). The embedding of the target is the
 * last layer too, as in section 3.4. B = batch, S, T = lengths, D = width.
 */
import { AgonError, count, described, MOST_HELD } from '@agon/core';
import { glorotUniform, type ParameterSpec, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import { dropoutEntry } from '../language/settings.js';
import { attend, causalBias, joinHeads, splitHeads } from '../layers/attention.js';
import { dense, denseSpecs } from '../layers/dense.js';
import { embed, embeddingSpecs } from '../layers/embedding.js';
import type { TrainingPass } from '../layers/layer.js';
import { layerNorm, layerNormSpecs } from '../layers/layerNorm.js';
import { relative, relativeSpecs } from '../layers/relative.js';
import { rotate } from '../layers/rotary.js';
import { sinusoids } from '../layers/sinusoids.js';
import { Dropped } from './dropped.js';
import { placeSpecs, placesEntry, requirePlaces, withPlaces } from './places.js';
import type { SequenceDeclaration } from './sequenceEntry.js';

const part = (what: string) => v.optional(described(v.boolean(), what), true);

const schema = v.strictObject({
  layers: v.optional(described(count(1, 100), 'layers of the encoder, and of the decoder'), 3),
  width: v.optional(described(count(2, MOST_HELD), "length of a token's vector"), 128),
  hidden: v.optional(described(count(1, MOST_HELD), 'units between the dense layers of a layer'), 256),
  heads: v.optional(described(count(1, 1000), 'heads of the attention; they divide the width'), 8),
  positions: v.optional(
    described(
      v.picklist(['sinusoidal', 'learned', 'relative', 'rotary', 'none']),
      'how it knows in what order tokens are',
    ),
    'relative',
  ),
  ...placesEntry,
  ...dropoutEntry(0.1),
  residual: part('each part adds to what it reads'),
  norm: v.optional(
    described(v.picklist(['before', 'after', 'none']), 'layer normalisation before or after each part'),
    'before',
  ),
  scaling: part('scores of the attention are divided by the root of their length'),
});

export const transformerEncoderDecoder: SequenceDeclaration<typeof schema> = {
  title: 'Transformer encoder and decoder (2017)',
  schema,
  build({ sourceLength, targetLength, sourceVocabulary, targetVocabulary }, settings) {
    const { layers, width, hidden: inner, heads, positions, places, dropout: rate, residual, norm, scaling } = settings; // prettier-ignore
    if (width % (2 * heads) !== 0) {
      throw new AgonError(
        'unsupported',
        `transformer: ${heads} heads of an even length do not make up a width of ${width}; set heads=${width % 4 === 0 ? width / 4 : 1} or another width.`,
      );
    }
    const isLearned = positions === 'learned';
    if (isLearned) requirePlaces('transformer', places, sourceLength, targetLength);
    const numbers = Array.from({ length: layers }, (_, i) => i + 1);
    const encoders = numbers.map((i) => `encoder${i}`);
    const decoders = numbers.map((i) => `decoder${i}`);
    const deviation = 1 / Math.sqrt(width);

    const dropped = new Dropped(rate);
    dropped.declare('source', sourceLength, width);
    dropped.declare('target', targetLength, width);
    for (const name of encoders)
      for (const each of ['self', 'dense']) dropped.declare(`${name}.${each}`, sourceLength, width);
    for (const name of decoders)
      for (const each of ['self', 'cross', 'dense']) dropped.declare(`${name}.${each}`, targetLength, width);

    const normSpecs = (name: string): ParameterSpec[] =>
      norm === 'none' ? [] : layerNormSpecs(`${name}.norm`, width);
    const attentionSpecs = (name: string): ParameterSpec[] => [
      ...['query', 'key', 'value', 'out'].flatMap((each) =>
        denseSpecs(`${name}.${each}`, width, width, glorotUniform),
      ),
      ...(positions === 'relative' && name.endsWith('self') ? relativeSpecs(name, width) : []),
      ...normSpecs(name),
    ];
    const feedSpecs = (name: string): ParameterSpec[] => [
      ...denseSpecs(`${name}.dense.up`, width, inner, glorotUniform),
      ...denseSpecs(`${name}.dense.down`, inner, width, glorotUniform),
      ...normSpecs(`${name}.dense`),
    ];

    return {
      parameters: [
        ...embeddingSpecs('source', sourceVocabulary, width, deviation),
        ...embeddingSpecs('target', targetVocabulary, width, deviation),
        ...(isLearned ? ['source', 'target'].flatMap((side) => placeSpecs(side, places, width, 0.1)) : []),
        ...encoders.flatMap((name) => [...attentionSpecs(`${name}.self`), ...feedSpecs(name)]),
        ...normSpecs('encoder'),
        ...decoders.flatMap((name) => [
          ...attentionSpecs(`${name}.self`),
          ...attentionSpecs(`${name}.cross`),
          ...feedSpecs(name),
        ]),
        ...normSpecs('decoder'),
      ],
      noise: dropped.noise,
      isAligned: true,
      read({ source, target, hidden, values, training }) {
        const batch = source.shape[0];
        const pass = { values, training };
        const notPadding = tf.reshape(hidden, [batch, 1, 1, sourceLength]);
        const vectorsOf = (tokens: tf.Tensor2D, side: string): tf.Tensor2D => {
          const length = tokens.shape[1];
          let x = tf.mul(embed(tokens, values, side), Math.sqrt(width));
          if (isLearned) x = withPlaces(x, values, side);
          if (positions === 'sinusoidal') x = tf.add(x, sinusoids(length, width));
          return dropped.apply(tf.reshape(x, [batch * length, width]) as tf.Tensor2D, side, training);
        };

        let memory = vectorsOf(source, 'source');
        for (const name of encoders) {
          memory = around(memory, `${name}.self`, pass, (x) => look(`${name}.self`, x, x, notPadding).mixed);
          memory = around(memory, `${name}.dense`, pass, (x) => feed(x, values, `${name}.dense`));
        }
        memory = normed(memory, values, 'encoder');

        const ahead = causalBias(targetLength);
        let x = vectorsOf(target, 'target');
        let alignment: tf.Tensor | undefined;
        for (const name of decoders) {
          x = around(x, `${name}.self`, pass, (y) => look(`${name}.self`, y, y, ahead).mixed);
          x = around(x, `${name}.cross`, pass, (y) => {
            const { mixed, weights } = look(`${name}.cross`, y, memory, notPadding);
            alignment = tf.mean(weights, 1);
            return mixed;
          });
          x = around(x, `${name}.dense`, pass, (y) => feed(y, values, `${name}.dense`));
        }
        const logits = tf.matMul<tf.Tensor2D>(normed(x, values, 'decoder'), values['target.table'] as tf.Tensor2D, false, true); // prettier-ignore
        return { logits, alignment };

        /** Attention of `x` to `seen`. */
        function look(name: string, x: tf.Tensor2D, seen: tf.Tensor2D, bias: tf.Tensor) {
          const heading = (rows: tf.Tensor2D, each: string): tf.Tensor4D =>
            splitHeads(dense(rows, values, `${name}.${each}`), batch, heads);
          let q = heading(x, 'query');
          let k = heading(seen, 'key');
          let added = bias;
          if (x === seen && positions === 'rotary') {
            const at = tf.range(0, q.shape[2]);
            [q, k] = [rotate(q, at), rotate(k, at)];
          }
          if (x === seen && positions === 'relative') {
            const { queries, products } = relative(q, q.shape[2], values, name);
            q = queries;
            const scale = scaling ? 1 / Math.sqrt(width / heads) : 1;
            added = tf.add(tf.mul(products, scale), bias);
          }
          const { mixed, weights } = attend(q, k, heading(seen, 'value'), added, scaling);
          return { mixed: dense(joinHeads(mixed), values, `${name}.out`), weights };
        }
      },
    };

    function feed(x: tf.Tensor2D, values: TensorMap, name: string): tf.Tensor2D {
      return dense(tf.relu(dense(x, values, `${name}.up`)), values, `${name}.down`);
    }

    function normed(x: tf.Tensor2D, values: TensorMap, name: string): tf.Tensor2D {
      return norm === 'none' ? x : layerNorm(x, values, `${name}.norm`);
    }

    /** A part with its dropout, what it adds to, and its normalisation. */
    function around(
      x: tf.Tensor2D,
      name: string,
      { values, training }: { values: TensorMap; training?: TrainingPass },
      part: (x: tf.Tensor2D) => tf.Tensor2D,
    ): tf.Tensor2D {
      const read = norm === 'before' ? normed(x, values, name) : x;
      const change = dropped.apply(part(read), name, training);
      const y = residual ? tf.add<tf.Tensor2D>(x, change) : change;
      return norm === 'after' ? normed(y, values, name) : y;
    }
  },
};
