/** Networks over texts: what stands behind the end of a text counts in none; blocks by plain loops; what is refused. */
import { RandomStream } from '@agon/core';
import { compile, Parameters } from '@agon/engine';
import { describe, expect, it } from 'vitest';
import { batchOf } from '../network.js';
import { makeNetwork } from '../registry.js';

const VOCABULARY = 6;
const sizesFor = (length: number) => ({ length, vocabulary: VOCABULARY, classes: 3 });

/** Scores of texts, each with the parameters of the same names and the same seed, none of them 0. */
async function scoresOf(spec: string, length: number, texts: readonly (readonly number[])[]) {
  const network = makeNetwork(spec, 'text-classifier', sizesFor(length));
  const parameters = new Parameters(network.parameters);
  for (const { name } of network.parameters) {
    const rng = new RandomStream(name);
    parameters.view(name).forEach((_, i, values) => (values[i] = rng.uniform() - 0.5));
  }
  const program = await compile(network.apply, { inputs: batchOf(network, texts.length), parameters });
  texts.forEach((text, row) => program.inputs.tokens.set(text, row * length));
  await program.run();
  const scores = Array.from(program.outputs.logits);
  await program.dispose();
  return { scores, parameters };
}

const blocks = (layers: string): string => `blocks:width=4,layers=${layers}`;

describe.each([
  'bag:width=4',
  'lstm:width=4,units=5',
  'lstm:width=4,units=5,answer=last',
  'tcn:width=4,filters=5/3',
  'transformer:width=4,heads=1',
  blocks('conv3x5/conv3x4d2/largest/dense3'),
  blocks('conv4x5/mean'),
  blocks('conv3x4/lstm4'),
  blocks('largest/dense3'),
])('%s', (spec) => {
  it('reads a text the same, however much room there is behind it, and a text without words too', async () => {
    const texts = [[3, 2, 5, 4, 2], [4], []];
    const [short, long] = [await scoresOf(spec, 8, texts), await scoresOf(spec, 13, texts)];
    short.scores.forEach((score, i) => expect(score).toBeCloseTo(long.scores[i], 4));
    expect(Math.max(...short.scores.map(Math.abs))).toBeLessThan(100);
  });
});

describe('blocks over texts', () => {
  it('are what plain loops say', async () => {
    const text = [3, 2, 5, 4, 2];
    const { scores, parameters } = await scoresOf(blocks('conv3x2d2/largest'), 7, [text]);
    const view = (name: string): Float32Array => parameters.view(name);
    const words = text.map((token) => view('words.table').subarray(4 * token, 4 * token + 4));
    const largest = [0, 1].map((filter) =>
      Math.max(
        ...words.map((_, place) => {
          let sum = view('conv0.bias')[filter];
          for (let tap = 0; tap < 3; tap++)
            words[place + 2 * (tap - 1)]?.forEach(
              (value, c) => (sum += value * view('conv0.weight')[(tap * 4 + c) * 2 + filter]),
            );
          return Math.max(0, sum);
        }),
      ),
    );
    scores.forEach((score, k) => {
      const wanted = largest.reduce(
        (sum, value, filter) => sum + value * view('logits.weight')[3 * filter + k],
        view('logits.bias')[k],
      );
      expect(score).toBeCloseTo(wanted, 5);
    });
  });

  it.each([
    ['dense4', /"dense4" reads one row of values, and texts are of any length/],
    ['conv3x4', /"conv3x4" leaves as many rows of values as a text has words/],
    ['max/mean', /"max" does not read texts/],
    ['conv3x4s2/mean', /"conv3x4s2" does not read texts/],
    ['res3x4/mean', /"res3x4" does not read texts/],
    ['mean/conv3x4', /"conv3x4" cannot stand where no places are left/],
    ['lstm4/lstm4', /"lstm4" cannot stand where no places are left/],
    ['largest/dense4/mean', /"mean" cannot stand/],
  ])('refuse %s', (layers, message) => {
    expect(() => makeNetwork(blocks(layers), 'text-classifier', sizesFor(8))).toThrow(message);
  });
});

describe('what stands at the last word', () => {
  it('is the mean of one word, and not that of two', async () => {
    const texts = [[3], [3, 2]];
    const [mean, last] = await Promise.all(
      ['mean', 'last'].map((answer) => scoresOf(`lstm:width=4,units=5,answer=${answer}`, 4, texts)),
    );
    const apart = mean.scores.map((score, i) => Math.abs(score - last.scores[i]));
    expect(Math.max(...apart.slice(0, 3))).toBeLessThan(1e-6);
    expect(Math.max(...apart.slice(3))).toBeGreaterThan(1e-4);
  });

  it('hangs on no word farther back than a TCN sees', async () => {
    // Two blocks of three taps see 1 + 2 · 2 · 3 = 13 places.
    const texts = [2, 4].map((first) => [first, ...new Array<number>(12).fill(3)]);
    const longer = [2, 4].map((first) => [first, ...new Array<number>(13).fill(3)]);
    const { scores } = await scoresOf('tcn:width=4,filters=5/3', 14, [...texts, ...longer]);
    const [near, far] = [0, 6].map((from) => Math.abs(scores[from] - scores[from + 3]));
    expect(near).toBeGreaterThan(1e-6);
    expect(far).toBe(0);
  });
});
