/** What the lesson on heads says, over several seeds; that its task and its scores are what they are said to be. */
import { RandomStream } from '@agon/core';
import { describe, expect, it } from 'vitest';
import { drawFigure } from '../drawFigure.js';
import type { Shown } from '../lesson.js';
import { lastOf } from '../testing/lastOf.js';
import { NOT_ASKED } from '../transformer/rowLearner.js';
import { heads } from './heads.js';
import { scoreHeads } from './headScores.js';
import { pairRows } from './pairRows.js';

it('asks for what followed the same letter before', () => {
  const [tokens, targets] = [new Int32Array(32), new Int32Array(32)];
  pairRows.write(tokens, targets, new RandomStream('row'));
  const first = (letter: number): number => tokens.indexOf(letter);
  targets.forEach((target, i) => {
    const isKnown = i % 2 === 0 && first(tokens[i]) < i;
    expect(target).toBe(isKnown ? tokens[first(tokens[i]) + 1] : NOT_ASKED);
  });
  expect(targets.filter((target) => target !== NOT_ASKED).length).toBeGreaterThan(8);
});

it('scores heads that look at one thing with 1, and a head that looks at all by their number', () => {
  const length = 6;
  const tokens = Int32Array.of(4, 7, 4, 7, 4, 7);
  const targets = Int32Array.of(NOT_ASKED, NOT_ASKED, 7, NOT_ASKED, 7, NOT_ASKED);
  const row = (share: (i: number, j: number) => number): number[] =>
    Array.from({ length: length * length }, (_, at) => share(Math.floor(at / length), at % length));
  const before = row((i, j) => (j === Math.max(0, i - 1) ? 1 : 0));
  const even = row((i, j) => (j <= i ? 1 / (i + 1) : 0));
  const [back, all] = scoreHeads(tokens, targets, Float32Array.from([...before, ...even]), length);
  // From the places 2 and 4 the token before is the one that followed the same.
  expect(back).toEqual({ previous: 1, induction: 1 });
  expect(all.previous).toBeCloseTo((1 / 2 + 1 / 4 + 1 / 6) / 3, 6);
  expect(all.induction).toBeCloseTo((1 / 3 + 2 / 5) / 2, 6);
});

/** What it shows after 600 of its 1000 updates. */
async function learned(settings: Readonly<Record<string, unknown>>): Promise<Shown> {
  for await (const shown of heads.run(settings, { seed: 1 })) if (shown.numbers.updates >= 600) return shown;
  throw new Error('it ended before');
}

describe('the lesson heads', () => {
  it('finds a head that looks one back and one that uses it, which one layer alone cannot', async () => {
    const { numbers, figure } = await learned({});
    expect(numbers.right).toBeGreaterThan(0.95);
    expect(numbers.previous).toBeGreaterThan(0.6);
    expect(numbers.induction).toBeGreaterThan(0.8);
    const [looks, table] = figure.panels;
    if (looks.kind !== 'heads' || table.kind !== 'table') throw new Error('other panels');
    const length = looks.tokens.length;
    for (let row = 0; row < 4 * length; row++) {
      const shares = looks.attention.subarray(row * length, (row + 1) * length);
      expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 4);
      expect(shares.subarray((row % length) + 1).every((share) => share < 1e-6)).toBe(true);
    }
    expect(drawFigure(figure).match(/<image /g)).toHaveLength(4);
    const single = await learned({ layers: 1 });
    expect(single.numbers.right).toBeLessThan(0.6);
  }, 60_000);

  it('looks at a long text of one’s own, and says which letters it knows', async () => {
    const text = 'abcdefghij'.repeat(50);
    const { figure } = await lastOf(heads, { text, updates: 1 }, 1);
    const [looks] = figure.panels;
    if (looks.kind !== 'heads') throw new Error('other panels');
    expect(looks.tokens.join('')).toBe(text);
    expect(looks.attention).toHaveLength(4 * 500 * 500);
    await expect(heads.run({ text: 'abx' }, { seed: 1 }).next()).rejects.toThrow(/"x"/);
  }, 20_000);
});
