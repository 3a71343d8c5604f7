/** What the lesson on patterns and dependencies says. */
import { describe, expect, it } from 'vitest';
import { lastOf } from '../testing/lastOf.js';
import { patterns } from './patterns.js';

describe('the lesson patterns', () => {
  it('finds a motif by convolution and LSTM, in strings of four times the length too', async () => {
    const { numbers } = await lastOf(patterns, { task: 'motif', updates: 300, network: 'bag:width=4' }, 1);
    for (const key of ['convolution', 'lstm']) expect(numbers[`${key}Learned`]).toBeGreaterThan(0.95);
    expect(numbers.convolutionFarthest).toBeGreaterThan(0.85);
  }, 30_000);

  it('counts brackets by an LSTM farther than by a TCN, which is as good at what was learned from', async () => {
    const { numbers, figure } = await lastOf(patterns, { task: 'dyck', updates: 300 }, 1);
    expect(numbers.lstmLearned).toBeGreaterThan(0.95);
    expect(numbers.otherLearned).toBeGreaterThan(0.95);
    expect(numbers.lstmFarthest).toBeGreaterThan(numbers.otherFarthest + 0.2);
    expect(numbers.convolutionLearned).toBeLessThan(0.9);
    const strings = figure.panels[2];
    if (strings.kind !== 'table') throw new Error('another panel');
    for (const [text, depth] of strings.rows)
      expect(text.split('o').length - text.split('c').length).toBe(Number(depth));
  }, 30_000);

  it('follows parity to any length by an LSTM alone', async () => {
    const settings = { length: 8, updates: 900, network: 'bag:width=4' };
    const { numbers } = await lastOf(patterns, settings, 1);
    expect(numbers.lstmLearned).toBe(1);
    expect(numbers.lstmFarthest).toBeGreaterThan(0.98);
    expect(numbers.convolutionFarthest).toBeLessThan(0.65);
  }, 30_000);

  it('is the same again by its seed, and stops at the signal', async () => {
    const settings = { length: 8, updates: 10, network: 'bag:width=4' };
    const [a, b] = [await lastOf(patterns, settings, 4), await lastOf(patterns, settings, 4)];
    expect(a).toEqual(b);
    expect(await patterns.run({}, { seed: 1, signal: AbortSignal.abort() }).next()).toEqual({ done: true, value: undefined }); // prettier-ignore
  }, 30_000);
});
