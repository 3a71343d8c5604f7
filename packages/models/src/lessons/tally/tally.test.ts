/** What the lesson on counting letters says. */
import { describe, expect, it } from 'vitest';
import { lastOf } from '../testing/lastOf.js';
import { tally } from './tally.js';

describe('the lesson tally', () => {
  it('counts what it has learned from, and not twice as many', async () => {
    const { numbers, figure } = await lastOf(tally, { updates: 900 }, 1);
    expect(numbers.inside).toBe(1);
    expect(numbers.beyond).toBeLessThan(0.2);
    const [plot] = figure.panels;
    if (plot.kind !== 'plot') throw new Error('another panel');
    const [network, rule] = plot.lines;
    expect(network.points.map(([a]) => a)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(network.points.slice(0, 10).every(([a, b]) => a === b)).toBe(true);
    expect(rule.points[1]).toEqual([20, 20]);
  }, 60_000);

  it.each(['attentive', 'transformer'])('is the same again by its seed: %s', async (network) => {
    const settings = { network, longest: 5, updates: 2 };
    expect(await lastOf(tally, settings, 4)).toEqual(await lastOf(tally, settings, 4));
  });
});
