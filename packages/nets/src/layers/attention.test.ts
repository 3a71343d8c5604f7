/** Attention, its masks, positions and embeddings against plain loops. B = batch, T = queries, S = keys, D = width, d = D / heads. */
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { expectTwins, type Values } from '../testing/plainTwin.js';
import { attend, causalBias, joinHeads, splitHeads, UNSEEN } from './attention.js';
import { embed, embeddingSpecs } from './embedding.js';
import { rotate } from './rotary.js';

const [B, D, HEADS] = [2, 4, 2];
const SIZE = D / HEADS;

/** softmax(q kᵀ / √d + bias) v in plain loops, of q [B · T, D], k and v [B · S, D]; `bias` of [b, t, s]. */
function plain(
  { q, k, v }: Values,
  [queries, keys]: readonly [number, number],
  bias: (b: number, t: number, s: number) => number,
  isScaled: boolean,
): number[] {
  const mixed: number[] = [];
  for (let b = 0; b < B; b++) {
    for (let t = 0; t < queries; t++) {
      for (let column = 0; column < D; column++) {
        const first = Math.floor(column / SIZE) * SIZE;
        let [sum, total] = [0, 0];
        for (let s = 0; s < keys; s++) {
          let score = 0;
          for (let i = first; i < first + SIZE; i++)
            score += q[(b * queries + t) * D + i] * k[(b * keys + s) * D + i];
          const weight = Math.exp(score / (isScaled ? Math.sqrt(SIZE) : 1) + bias(b, t, s));
          total += weight;
          sum += weight * v[(b * keys + s) * D + column];
        }
        mixed.push(sum / total);
      }
    }
  }
  return mixed;
}

const heads = (x: tf.Tensor): tf.Tensor4D => splitHeads(x as tf.Tensor2D, B, HEADS);

describe('attention', () => {
  it.each([1, 2, 3])(
    'asks another sequence, of which some places are not there, at random point %i',
    async (seed) => {
      const [queries, keys] = [3, 4];
      const isThere = [1, 1, 1, 0, 1, 0, 1, 1];
      await expectTwins(
        {
          trained: { q: [B * queries, D], k: [B * keys, D], v: [B * keys, D] },
          given: { isThere: { shape: [B, 1, 1, keys], values: isThere } },
          layer: ({ q, k, v }, given) => {
            const bias = tf.mul(tf.sub(1, given.isThere), UNSEEN);
            return joinHeads(attend(heads(q), heads(k), heads(v), bias).mixed);
          },
          twin: (values) =>
            plain(values, [queries, keys], (b, _t, s) => (isThere[b * keys + s] ? 0 : -Infinity), true),
        },
        seed,
      );
    },
  );

  it.each([true, false])(
    'looks back only, with a causal bias; scores divided by √d: %s',
    async (isScaled) => {
      const length = 4;
      await expectTwins(
        {
          trained: { q: [B * length, D], k: [B * length, D], v: [B * length, D] },
          layer: ({ q, k, v }) =>
            joinHeads(attend(heads(q), heads(k), heads(v), causalBias(length), isScaled).mixed),
          twin: (values) => plain(values, [length, length], (_b, t, s) => (s <= t ? 0 : -Infinity), isScaled),
        },
        4,
      );
    },
  );

  it('tells how much each place looks at each: shares that add up to 1', () => {
    const [queries, keys] = [3, 5];
    const of = (rows: number) => heads(tf.randomUniform([B * rows, D], -1, 1, 'float32', 7));
    const { weights } = attend(of(queries), of(keys), of(keys));
    expect(weights.shape).toEqual([B, HEADS, queries, keys]);
    for (const sum of tf.sum(weights, 3).dataSync()) expect(sum).toBeCloseTo(1, 5);
  });
});

describe('rotary positions', () => {
  const LENGTH = 3;
  const WIDE = 6;
  const places = [5, 0, 2, 1, 7, 3];

  it.each([
    { at: 'the same places in each row', shape: [LENGTH], rowOf: (_row: number, t: number) => places[t] },
    {
      at: 'places of each row',
      shape: [B, LENGTH],
      rowOf: (row: number, t: number) => places[row * LENGTH + t],
    },
  ])('turn pairs of values by the angle of their place: $at', async ({ shape, rowOf }) => {
    const numPlaces = shape.reduce((a, b) => a * b, 1);
    await expectTwins(
      {
        trained: { x: [B, 2, LENGTH, WIDE] },
        given: { places: { shape, values: places.slice(0, numPlaces) } },
        layer: ({ x }, given) => rotate(x as tf.Tensor4D, given.places),
        twin: ({ x }) =>
          Array.from(x, (_, at) => {
            const [row, i] = [Math.floor(at / WIDE), at % WIDE];
            const pair = i % (WIDE / 2);
            const angle = rowOf(Math.floor(row / (2 * LENGTH)), row % LENGTH) / 10_000 ** ((2 * pair) / WIDE);
            const [first, second] = [x[row * WIDE + pair], x[row * WIDE + pair + WIDE / 2]];
            return i === pair
              ? first * Math.cos(angle) - second * Math.sin(angle)
              : second * Math.cos(angle) + first * Math.sin(angle);
          }),
      },
      5,
    );
  });

  it('leave to products of two places only their distance', () => {
    const at = (values: number[], place: number) =>
      rotate(tf.tensor4d(values, [1, 1, 1, WIDE]), tf.tensor1d([place]));
    const [query, key] = [
      [0.3, -1, 0.5, 2, 0.1, -0.7],
      [1, 0.2, -0.4, 0.8, -1.2, 0.6],
    ];
    const product = (q: number, k: number): number => tf.sum(tf.mul(at(query, q), at(key, k))).dataSync()[0];
    expect(product(30, 25)).toBeCloseTo(product(7, 2), 4);
    expect(Math.abs(product(30, 25) - product(30, 20))).toBeGreaterThan(0.01);
  });
});

describe('an embedding', () => {
  it('gives each token its row, and sums the gradients of one that comes twice', async () => {
    const [{ name, shape }] = embeddingSpecs('layer', 5, 3);
    const tokens = [4, 1, 1, 0];
    await expectTwins(
      {
        trained: { [name]: shape },
        given: { tokens: { shape: [2, 2], dtype: 'int32', values: tokens } },
        layer: (tensors, given) => embed(given.tokens, tensors, 'layer'),
        twin: (values) => tokens.flatMap((token) => Array.from(values[name]).slice(token * 3, token * 3 + 3)),
      },
      6,
    );
  });
});
