/** Where a Transformer's heads look, against plain loops. L = length, D = width, d = length of a query. */
import { RandomStream } from '@agon/core';
import { compile, Parameters } from '@agon/engine';
import { expect, it } from 'vitest';
import { batchOf } from '../network.js';
import { makeNetwork } from '../registry.js';
import { dense } from '../testing/plainLoops.js';

const [LAYERS, HEADS, LENGTH, WIDTH, VOCABULARY] = [2, 2, 5, 8, 7];
const SIZE = WIDTH / HEADS;
const TOKENS = [3, 1, 3, 6, 0];

async function lookedAt(options: string) {
  const spec = `transformer:layers=${LAYERS},width=${WIDTH},heads=${HEADS},norm=false,${options}`;
  const network = makeNetwork(spec, 'language-model', { length: LENGTH, vocabulary: VOCABULARY });
  const parameters = new Parameters(network.parameters);
  const rng = new RandomStream('weights');
  for (let i = 0; i < parameters.size; i++) parameters.flat[i] = 2 * rng.uniform() - 1;
  const program = await compile(network.looking!.apply, { inputs: batchOf(network, 1), parameters });
  program.inputs.tokens.set(TOKENS);
  await program.run();
  const { attention, queries, keys } = program.outputs as Record<string, Float32Array>;
  await program.dispose();
  const view = (name: string): Float32Array => parameters.view(name);
  return { attention, queries, keys, view };
}

/** A vector of a head turned as rotary positions do (Su et al. 2021, equation 34). */
const turnedTo = (x: readonly number[], place: number): number[] =>
  x.map((value, i) => {
    const [half, pair] = [SIZE / 2, i % (SIZE / 2)];
    const angle = place * 10_000 ** ((-2 * pair) / SIZE);
    return i < half
      ? value * Math.cos(angle) - x[i + half] * Math.sin(angle)
      : value * Math.cos(angle) + x[i - half] * Math.sin(angle);
  });

it.each(['none', 'learned', 'rotary', 'relative'])(
  'queries and keys of the first layer are those of the embedding, with %s positions',
  async (positions) => {
    const { queries, keys, view } = await lookedAt(`positions=${positions}`);
    TOKENS.forEach((token, place) => {
      const row = (name: string, at: number): number[] => [
        ...view(name).subarray(at * WIDTH, (at + 1) * WIDTH),
      ];
      const learned = positions === 'learned' ? row('positions.table', place) : undefined;
      const x = row('embedding.table', token).map((value, i) => value + (learned?.[i] ?? 0));
      const qkv = dense(x, view, 'layer1.attention.qkv');
      for (let head = 0; head < HEADS; head++) {
        const wanted = [0, 1].map((which) => {
          const own = qkv.slice(which * WIDTH + head * SIZE, which * WIDTH + (head + 1) * SIZE);
          const more = positions === 'relative' && which === 0 ? row('layer1.attention.content', 0) : [];
          const all = own.map((value, i) => value + (more[head * SIZE + i] ?? 0));
          return positions === 'rotary' ? turnedTo(all, place) : all;
        });
        const at = (head * LENGTH + place) * SIZE;
        [queries, keys].forEach((found, which) =>
          wanted[which].forEach((value, i) => expect(found[at + i]).toBeCloseTo(value, 4)),
        );
      }
    });
  },
);

it.each(['positions=rotary', 'positions=sinusoidal', 'positions=none,scaling=false'])(
  'each row is the softmax of its products, and sees nothing ahead: %s',
  async (options) => {
    const { attention, queries, keys } = await lookedAt(options);
    expect(attention).toHaveLength(LAYERS * HEADS * LENGTH * LENGTH);
    for (let head = 0; head < LAYERS * HEADS; head++) {
      for (let i = 0; i < LENGTH; i++) {
        const products = Array.from({ length: i + 1 }, (_, j) => {
          let sum = 0;
          for (let n = 0; n < SIZE; n++)
            sum += queries[(head * LENGTH + i) * SIZE + n] * keys[(head * LENGTH + j) * SIZE + n];
          return Math.exp(options.includes('scaling') ? sum : sum / Math.sqrt(SIZE));
        });
        const total = products.reduce((a, b) => a + b);
        for (let j = 0; j < LENGTH; j++) {
          const wanted = j <= i ? products[j] / total : 0;
          expect(attention[(head * LENGTH + i) * LENGTH + j]).toBeCloseTo(wanted, 4);
        }
      }
    }
  },
);

it('networks without heads do not say that they look', () => {
  const sizes = { length: LENGTH, vocabulary: VOCABULARY };
  expect(makeNetwork('lstm', 'language-model', sizes).looking).toBeUndefined();
});
