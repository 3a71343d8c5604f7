/** What the lesson on positions says, over several seeds; and that its curves of distance are right. */
import { RandomStream } from '@agon/core';
import { describe, expect, it } from 'vitest';
import { lastOf } from '../testing/lastOf.js';
import { NOT_ASKED } from '../transformer/rowLearner.js';
import { positions } from './positions.js';
import { waveProduct } from './products.js';
import { TASKS } from './tasks.js';

describe('the tasks', () => {
  const written = (task: keyof typeof TASKS, size: number): { tokens: Int32Array; targets: Int32Array } => {
    const [tokens, targets] = [new Int32Array(20), new Int32Array(20)];
    TASKS[task].write(size, tokens, targets, new RandomStream('row'));
    return { tokens, targets };
  };

  it('ask for the letter three before', () => {
    const { tokens, targets } = written('before', 12);
    for (let i = 0; i < 20; i++) expect(targets[i]).toBe(i >= 3 && i < 12 ? tokens[i - 3] : NOT_ASKED);
  });

  it('turn letters round, each said before the next is read', () => {
    const { tokens, targets } = written('reversal', 6);
    expect([...targets.subarray(6, 12)]).toEqual([...tokens.subarray(0, 6)].reverse());
    expect([...tokens.subarray(7, 12)]).toEqual([...targets.subarray(6, 11)]);
    expect(targets.filter((target) => target !== NOT_ASKED)).toHaveLength(6);
  });
});

it('the product of waves is that of the vectors', () => {
  const wave = (place: number): number[] =>
    Array.from({ length: 8 }, (_, i) => {
      const angle = place / 10_000 ** ((2 * (i >> 1)) / 8);
      return i % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    });
  for (const distance of [0, 1, 7]) {
    const [a, b] = [wave(5), wave(5 + distance)];
    expect(waveProduct(8, distance)).toBeCloseTo(a.reduce((sum, x, i) => sum + x * b[i], 0) / 4, 10);
  }
});

describe('the lesson positions', () => {
  it.each([1, 2])(
    'finds with seed %d: order is learned with positions alone, and only distances hold in longer texts',
    async (seed) => {
      const { numbers, figure } = await lastOf(positions, { longest: 8, updates: 100 }, seed);
      for (const kind of ['learned', 'rotary', 'relative'])
        expect(numbers[`${kind}Right`], kind).toBeGreaterThan(0.9);
      expect(numbers.noneRight).toBeLessThan(0.5);
      expect(numbers.relativeLonger).toBeGreaterThan(0.9);
      expect(numbers.learnedLonger).toBeLessThan(0.5);
      const looks = figure.panels[2];
      if (looks.kind !== 'plot') throw new Error('other panels');
      const { points } = looks.lines.find(({ name }) => name === 'relative')!;
      expect(points.toSorted((a, b) => b[1] - a[1])[0][0]).toBe(3);
    },
    60_000,
  );

  it('stops at the signal', async () => {
    expect(await positions.run({}, { seed: 1, signal: AbortSignal.abort() }).next()).toEqual({ done: true, value: undefined }); // prettier-ignore
  });
});
