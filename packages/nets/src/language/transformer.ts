/**
 * A Transformer that reads from left to right: "Attention is all you need" (Vaswani et al. 2017), its decoder alone (Radford et al. 2018,
 * GPT), with the normalisation before each part (Xiong et al. 2020) and rotary positions (Su et al. 2021) or others. Each part can
 * be left out, to see what it is for. B = batch, L = length, D = width.
 *
 * Token by token it remembers the keys and values of the last L tokens, so that each is computed once. The state is how many tokens it has
 * read, then for each layer keys [L, D] and values [L, D], the oldest first.
 */
import { AgonError, count, described, MOST_HELD } from '@agon/core';
import { dropout, gaussian, lecunNormal, type ParameterSpec, type Shape, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import { attend, causalBias, joinHeads, splitHeads, UNSEEN } from '../layers/attention.js';
import { dense, denseSpecs } from '../layers/dense.js';
import { embed, embeddingSpecs } from '../layers/embedding.js';
import type { TrainingPass } from '../layers/layer.js';
import { layerNorm, layerNormSpecs } from '../layers/layerNorm.js';
import { relative, relativeSpecs } from '../layers/relative.js';
import { rotate } from '../layers/rotary.js';
import { sinusoids } from '../layers/sinusoids.js';
import type { LanguageDeclaration } from './languageEntries.js';
import { dropoutEntry } from './settings.js';

const part = (what: string) => v.optional(described(v.boolean(), what), true);

const schema = v.strictObject({
  layers: v.optional(described(count(1, 100), 'layers, each of attention and two dense layers'), 4),
  width: v.optional(described(count(2, MOST_HELD), "length of a token's vector"), 128),
  heads: v.optional(described(count(1, 1000), 'heads of the attention; they divide the width'), 4),
  positions: v.optional(
    described(
      v.picklist(['rotary', 'learned', 'sinusoidal', 'relative', 'none']),
      'how it knows in what order tokens are',
    ),
    'rotary',
  ),
  ...dropoutEntry(0),
  residual: part('each part adds to what it reads'),
  norm: part('layer normalisation before each part'),
  scaling: part('scores of the attention are divided by the root of their length'),
});

/** Weights of embeddings and positions begin small (Radford et al. 2018). */
const DEVIATION = 0.02;
/** The dense layers of a layer are so many times as wide. */
const WIDER = 4;

export const transformer: LanguageDeclaration<typeof schema> = {
  title: 'Transformer (2017): every token looks at those before it',
  schema,
  build({ length, vocabulary }, settings) {
    const { layers, width, heads, positions, dropout: rate, residual, norm, scaling } = settings;
    const size = width / heads;
    if (!Number.isInteger(size) || size % 2 !== 0) {
      throw new AgonError(
        'unsupported',
        `transformer: ${heads} heads of an even length do not make up a width of ${width}; set heads=${width % 4 === 0 ? width / 4 : 1} or another width.`,
      );
    }
    const isRotary = positions === 'rotary';
    const names = Array.from({ length: layers }, (_, i) => `layer${i + 1}`);
    const noise: Record<string, Shape> = {};
    if (rate > 0) {
      for (const name of names) {
        noise[`${name}.attention.dropout`] = [length, width];
        noise[`${name}.dense.dropout`] = [length, width];
      }
    }

    const parameters: ParameterSpec[] = [
      ...embeddingSpecs('embedding', vocabulary, width, DEVIATION),
      ...(positions === 'learned' ? embeddingSpecs('positions', length, width, DEVIATION) : []),
      ...names.flatMap((name) => [
        ...(norm ? layerNormSpecs(`${name}.attention.norm`, width) : []),
        ...denseSpecs(`${name}.attention.qkv`, width, 3 * width, lecunNormal),
        ...(positions === 'relative' ? relativeSpecs(`${name}.attention`, width) : []),
        ...denseSpecs(`${name}.attention.out`, width, width, gaussian(DEVIATION / Math.sqrt(2 * layers))),
        ...(norm ? layerNormSpecs(`${name}.dense.norm`, width) : []),
        ...denseSpecs(`${name}.dense.up`, width, WIDER * width),
        ...denseSpecs(
          `${name}.dense.down`,
          WIDER * width,
          width,
          gaussian(DEVIATION / Math.sqrt(2 * layers)),
        ),
      ]),
      ...(norm ? layerNormSpecs('norm', width) : []),
      ...denseSpecs('logits', width, vocabulary, gaussian(DEVIATION)),
    ];

    const normed = (x: tf.Tensor2D, values: TensorMap, name: string): tf.Tensor2D =>
      norm ? layerNorm(x, values, name) : x;
    const added = (x: tf.Tensor2D, change: tf.Tensor2D): tf.Tensor2D =>
      residual ? tf.add(x, change) : change;
    const dropped = (x: tf.Tensor2D, name: string, training?: TrainingPass): tf.Tensor2D =>
      training && rate > 0
        ? (dropout(x, rate, tf.reshape(training.noise[`${name}.dropout`], x.shape)) as tf.Tensor2D)
        : x;

    /**
     * All layers over rows of tokens.
     * @param look mixes the values of a layer, from [B · T, 3 D] to [B · T, D]
     */
    const through = (
      x: tf.Tensor2D,
      values: TensorMap,
      look: (qkv: tf.Tensor2D, layer: number) => tf.Tensor2D,
      training?: TrainingPass,
    ): tf.Tensor2D => {
      let h = x;
      names.forEach((name, layer) => {
        const qkv = dense(normed(h, values, `${name}.attention.norm`), values, `${name}.attention.qkv`);
        const mixed = dense(look(qkv, layer), values, `${name}.attention.out`);
        h = added(h, dropped(mixed, `${name}.attention`, training));
        const up = tf.relu(dense(normed(h, values, `${name}.dense.norm`), values, `${name}.dense.up`));
        h = added(h, dropped(dense(up, values, `${name}.dense.down`), `${name}.dense`, training));
      });
      return dense(normed(h, values, 'norm'), values, 'logits');
    };

    /** Attention of the last places to all that is remembered. @param name of the layer @param bias 0, or `UNSEEN` where a place must not look */
    const attention = (
      q: tf.Tensor4D,
      k: tf.Tensor4D,
      v: tf.Tensor4D,
      bias: tf.Tensor,
      values: TensorMap,
      name: string,
    ) => {
      // prettier-ignore
      if (positions !== 'relative') return { ...attend(q, k, v, bias, scaling), queries: q };
      const { queries, products } = relative(q, k.shape[2], values, `${name}.attention`);
      const scaled = scaling ? tf.div(products, Math.sqrt(size)) : products;
      return { ...attend(queries, k, v, tf.add(scaled, bias), scaling), queries };
    };

    /** Over a stretch. @param seen gets what each layer looks at */
    const readStretch = (
      tokens: tf.Tensor2D,
      values: TensorMap,
      training?: TrainingPass,
      seen: TensorMap[] = [],
    ): tf.Tensor2D => {
      // prettier-ignore
      const [batch, steps] = tokens.shape;
      let x = embed(tokens, values, 'embedding');
      if (positions === 'learned') x = tf.add(x, values['positions.table']);
      if (positions === 'sinusoidal') x = tf.add(x, sinusoids(length, width));
      const places = tf.range(0, steps);
      const bias = causalBias(steps);
      const look = (qkv: tf.Tensor2D, layer: number): tf.Tensor2D => {
        const [q, keys, v] = (tf.split(qkv, 3, 1) as tf.Tensor2D[]).map((each, i) => {
          const split = splitHeads(each, batch, heads);
          return isRotary && i < 2 ? rotate(split, places) : split;
        });
        const { mixed, weights, queries } = attention(q, keys, v, bias, values, names[layer]);
        seen.push({ attention: weights, queries, keys });
        return joinHeads(mixed);
      };
      return through(tf.reshape(x, [batch * steps, width]), values, look, training);
    };

    return {
      parameters,
      carried: 0,
      noise,
      mostTokens: positions === 'learned' || positions === 'sinusoidal' ? length : undefined,
      read: (tokens, _state, values, training) => ({ logits: readStretch(tokens, values, training) }),
      looking: {
        layers,
        heads,
        size,
        apply({ tokens }, values): TensorMap {
          const seen: TensorMap[] = [];
          readStretch(tokens as tf.Tensor2D, values, undefined, seen);
          const all = (name: string): tf.Tensor => tf.stack(seen.map((each) => each[name]), 1); // prettier-ignore
          return { attention: all('attention'), queries: all('queries'), keys: all('keys') };
        },
      },
      step: {
        remembered: 1 + layers * 2 * length * width,
        read(token, state, values) {
          const batch = token.shape[0];
          const [place, ...held] = tf.split(
            state,
            [1, ...names.flatMap(() => [length * width, length * width])],
            1,
          ) as tf.Tensor2D[];
          let x = embed(token, values, 'embedding') as tf.Tensor2D;
          const at = tf.reshape(place, [batch]);
          if (positions === 'learned') x = tf.add(x, embed(at, values, 'positions'));
          if (positions === 'sinusoidal')
            x = tf.add(x, tf.gather(sinusoids(length, width), tf.cast(at, 'int32')));
          // Of the L places that are remembered the last ones are taken, this token's own among them.
          const firstTaken = tf.sub(length - 1, place);
          const isEmpty = tf.cast(tf.less(tf.expandDims(tf.range(0, length), 0), firstTaken), 'float32');
          const bias = tf.reshape(tf.mul(isEmpty, UNSEEN), [batch, 1, 1, length]);
          const next: tf.Tensor2D[] = [tf.add(place, 1)];
          const look = (qkv: tf.Tensor2D, layer: number): tf.Tensor2D => {
            const [q, k, v] = tf.split(qkv, 3, 1) as tf.Tensor2D[];
            const turned = (each: tf.Tensor2D): tf.Tensor4D => {
              const split = splitHeads(each, batch, heads);
              return isRotary ? rotate(split, place) : split;
            };
            const remember = (before: tf.Tensor2D, row: tf.Tensor2D): tf.Tensor4D => {
              const all = tf.concat([tf.slice(before, [0, width], [batch, (length - 1) * width]), row], 1);
              next.push(all);
              return splitHeads(tf.reshape(all, [batch * length, width]), batch, heads);
            };
            const keys = remember(held[2 * layer], joinHeads(turned(k)));
            const kept = remember(held[2 * layer + 1], v);
            return joinHeads(attention(turned(q), keys, kept, bias, values, names[layer]).mixed);
          };
          const logits = through(x, values, look);
          return { logits, state: tf.concat(next, 1) };
        },
      },
    };
  },
};
