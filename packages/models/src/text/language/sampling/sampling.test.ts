/** Choosing what comes next, and following the likeliest, against what they are defined to be. */
import { RandomStream } from '@agon/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextWriter } from '../languageModel.js';
import { beamSearch } from './beamSearch.js';
import { chances, choose } from './choose.js';

const logits = fc.array(fc.double({ min: -8, max: 8, noNaN: true }), { minLength: 1, maxLength: 12 });
const softmax = (scores: readonly number[], temperature: number): number[] => {
  const weights = scores.map((score) => Math.exp((score - Math.max(...scores)) / temperature));
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / sum);
};

describe('what comes next', () => {
  it('has the chances of the softmax where nothing is cut off', () => {
    fc.assert(
      fc.property(logits, fc.double({ min: 0.1, max: 5, noNaN: true }), (scores, temperature) => {
        const wanted = softmax(scores, temperature);
        chances(scores, { temperature, topK: 0, topP: 1 }).forEach((chance, i) =>
          expect(chance).toBeCloseTo(wanted[i], 9),
        );
      }),
    );
  });

  it('is among the k likeliest, and among the fewest likeliest that make up a share', () => {
    const cut = fc.record({
      topK: fc.integer({ min: 0, max: 12 }),
      topP: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(logits, cut, (scores, { topK, topP }) => {
        const all = softmax(scores, 1);
        const found = chances(scores, { temperature: 1, topK, topP });
        expect(found.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
        const kept = [...found.keys()].filter((i) => found[i] > 0);
        const left = [...found.keys()].filter((i) => found[i] === 0);
        if (topK > 0) expect(kept.length).toBeLessThanOrEqual(topK);
        for (const i of kept) for (const j of left) expect(all[i]).toBeGreaterThanOrEqual(all[j] - 1e-12);
        // Without the least of them they do not make up the share.
        const among =
          topK > 0
            ? [...all]
                .sort((a, b) => b - a)
                .slice(0, topK)
                .reduce((a, b) => a + b)
            : 1;
        const least = Math.min(...kept.map((i) => all[i]));
        if (kept.length > 1)
          expect(kept.reduce((sum, i) => sum + all[i], 0) - least).toBeLessThan(topP * among + 1e-9);
        if (left.length > 0 && (topK === 0 || kept.length < topK))
          expect(kept.reduce((sum, i) => sum + all[i], 0)).toBeGreaterThan(topP * among - 1e-9);
      }),
    );
  });

  it('is always the likeliest at temperature 0, the first of several', () => {
    expect([...chances([1, 3, 3, 2], { temperature: 0, topK: 0, topP: 1 })]).toEqual([0, 1, 0, 0]);
  });

  it('is drawn as often as its chance says', () => {
    const rng = new RandomStream('draws');
    const counts = [0, 0, 0];
    for (let i = 0; i < 6000; i++) counts[choose([Math.log(0.5), Math.log(0.3), Math.log(0.2)], { temperature: 1, topK: 0, topP: 1 }, rng)]++; // prettier-ignore
    [0.5, 0.3, 0.2].forEach((chance, i) => expect(Math.abs(counts[i] / 6000 - chance)).toBeLessThan(0.03));
  });
});

/** A writer whose scores hang on the last two tokens. */
function writerOf(table: readonly number[], size: number, rows: number): TextWriter & { texts: number[][] } {
  const writer = {
    texts: Array.from({ length: rows }, (): number[] => []),
    async read(tokens: ArrayLike<number>): Promise<Float32Array> {
      writer.texts.forEach((text, row) => text.push(tokens[row]));
      return Float32Array.from({ length: rows * size }, (_, i) => {
        const [before, last] = [0, ...writer.texts[Math.floor(i / size)]].slice(-2);
        return table[(before * size + last) * size + (i % size)];
      });
    },
    copy(from: readonly number[]): void {
      writer.texts = from.map((row) => writer.texts[row].slice());
    },
    restart(): void {
      writer.texts = writer.texts.map(() => []);
    },
    dispose: async () => undefined,
  };
  return writer;
}

describe('beam search', () => {
  const size = 3;
  const tables = fc.array(fc.float({ min: -3, max: 3, noNaN: true }), { minLength: 27, maxLength: 27 });
  /** The logarithm of a text's probability after the prompt [1]. */
  const scoreOf = (table: readonly number[], tokens: readonly number[]): number => {
    const text = [0, 1, ...tokens];
    return tokens.reduce((sum, token, i) => {
      const first = (text[i] * size + text[i + 1]) * size;
      return sum + Math.log(softmax(table.slice(first, first + size), 1)[token]);
    }, 0);
  };

  it('with room for all finds the likeliest of all texts', async () => {
    await fc.assert(
      fc.asyncProperty(tables, async (table) => {
        const found = await beamSearch(writerOf(table, size, 27), 27, [1], 3, size);
        const all = Array.from({ length: 27 }, (_, i) => [Math.floor(i / 9), Math.floor(i / 3) % 3, i % 3]);
        const best = Math.max(...all.map((tokens) => scoreOf(table, tokens)));
        expect(found.logProbability).toBeCloseTo(best, 4);
        expect(scoreOf(table, found.tokens)).toBeCloseTo(best, 4);
      }),
      { numRuns: 50 },
    );
  });

  it('tells the probability of what it found, which is no less than that of always taking the likeliest', async () => {
    let isBetter = false;
    await fc.assert(
      fc.asyncProperty(tables, fc.integer({ min: 2, max: 4 }), async (scores, beams) => {
        // Differences that rounding does not swallow.
        const table = scores.map((score) => Math.round(8 * score) / 8);
        const wide = await beamSearch(writerOf(table, size, beams), beams, [1], 6, size);
        expect(scoreOf(table, wide.tokens)).toBeCloseTo(wide.logProbability, 4);
        const text = [0, 1];
        for (let i = 0; i < 6; i++) {
          const [before, last] = text.slice(-2);
          const next = table.slice((before * size + last) * size, (before * size + last + 1) * size);
          text.push(next.indexOf(Math.max(...next)));
        }
        const greedy = await beamSearch(writerOf(table, size, 1), 1, [1], 6, size);
        expect(greedy.tokens).toEqual(text.slice(2));
        expect(wide.logProbability).toBeGreaterThanOrEqual(greedy.logProbability - 1e-6);
        isBetter ||= wide.logProbability > greedy.logProbability + 0.1;
      }),
      { numRuns: 300 },
    );
    expect(isBetter).toBe(true);
  });
});
