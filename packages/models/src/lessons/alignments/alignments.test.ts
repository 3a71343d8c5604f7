/** What the lesson on attention says, over several seeds; and that its tasks are what they are said to be. */
import { RandomStream } from '@agon/core';
import { describe, expect, it } from 'vitest';
import type { Grid } from '../figure.js';
import { lastOf } from '../testing/lastOf.js';
import { alignments } from './alignments.js';
import { drawPairs } from './tasks.js';

const COUNTS = { train: 300, validation: 10, test: 50 };

describe('the tasks', () => {
  it('turn letters round, and read dates in each of three forms', () => {
    const { splits } = drawPairs('reversal', 6, COUNTS, new RandomStream('pairs'));
    for (const { source, target } of splits.train) expect([...source].reverse().join('')).toBe(target);
    const all = Object.values(splits).flat();
    expect(new Set(all.map(({ source }) => source)).size).toBe(360);
    const dates = drawPairs('dates', 6, COUNTS, new RandomStream('pairs')).splits.train;
    const forms = dates.map(({ source, target }) => {
      // As JavaScript reads it.
      const words = source.replace(',', '').replace('the ', '').replace('of ', '').split(' ');
      const isYearFirst = /^\d \d \d \d/.test(source);
      const year = (isYearFirst ? words.slice(0, 4) : words.slice(-4)).join('');
      const rest = isYearFirst ? words.slice(4) : words.slice(0, -4);
      const date = new Date(`${rest.join(' ')} ${year} UTC`);
      expect(target.replaceAll(' ', '')).toBe(date.toISOString().slice(0, 10));
      return isYearFirst ? 'year' : /^\d/.test(source) ? 'day' : 'month';
    });
    expect(new Set(forms).size).toBe(3);
  });
});

describe('the lesson alignments', () => {
  it.each([1, 2, 3])(
    'finds with seed %d: without attention what is long is lost, with it the network looks where the answer stands',
    async (seed) => {
      const settings = { longest: 6, units: 24, updates: 300 };
      const { figure, numbers } = await lastOf(alignments, settings, seed);
      expect(numbers.withRight).toBeGreaterThan(0.9);
      expect(numbers.withoutRight).toBeLessThan(0.6);
      const { columns, rows } = figure.panels[0] as Grid;
      expect(columns).toHaveLength(6);
      const opposite = rows.slice(0, 6).map(({ values }, row) => values[5 - row]);
      expect(opposite.reduce((sum, share) => sum + share, 0) / 6).toBeGreaterThan(0.5);
      for (const { values } of rows) expect(values.reduce((a, b) => a + b)).toBeCloseTo(1, 4);
    },
    90_000,
  );

  it('is the same again by its seed, and stops at the signal', async () => {
    const settings = { task: 'dates', units: 4, updates: 4, attention: 'dot' };
    expect(await lastOf(alignments, settings, 4)).toEqual(await lastOf(alignments, settings, 4));
    expect(await alignments.run({}, { seed: 1, signal: AbortSignal.abort() }).next()).toEqual({ done: true, value: undefined }); // prettier-ignore
  });
});
