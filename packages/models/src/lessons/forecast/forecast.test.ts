import { describe, expect, it } from 'vitest';
import { lastOf } from '../testing/lastOf.js';
import { forecast } from './forecast.js';

describe('the lesson on forecasting', () => {
  it('learns to beat the last value, draws an episode, and points at what was tampered with', async () => {
    const { numbers, figure } = await lastOf(forecast, { network: 'mlp:hidden=32', updates: 300 }, 1);
    expect(numbers.lastValueError).toBe(1);
    expect(numbers.networkError).toBeLessThan(0.75);
    expect(numbers.autoregressionError).toBeLessThan(0.75);
    const [episode, , , strange] = figure.panels;
    if (episode.kind !== 'plot' || strange.kind !== 'plot') throw new Error('other panels');
    expect(episode.lines.map(({ points }) => points.length)).toEqual([24 + 16, 17, 17, 17]);
    const [all, planted] = strange.lines.map(({ points }) => points.map(([, score]) => score));
    expect(planted.length).toBeGreaterThan(0);
    const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean(planted)).toBeGreaterThan(2 * mean(all));
  }, 60_000);
});
