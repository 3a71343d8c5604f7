import { describe, expect, it } from 'vitest';
import { FEWEST_TO_SMOOTH, smooth } from './smoothing.js';

describe('smooth', () => {
  it('leaves a constant as it is, from the first point on', () => {
    const result = smooth([7, 7, 7, 7, 7, 7], 0.9) ?? [];
    expect(result.length).toBe(6);
    for (const value of result) expect(value).toBeCloseTo(7, 12);
  });

  it('weighs point k before the present one by weight^k', () => {
    const weight = 0.5;
    const values = [1, 0, 0, 0, 4];
    const weights = [0.0625, 0.125, 0.25, 0.5, 1];
    const expected = values.reduce((sum, value, i) => sum + value * weights[i], 0) / 1.9375;
    expect(smooth(values, weight)?.[4]).toBeCloseTo(expected, 12);
  });

  it('does not change the points before when new ones come', () => {
    const values = Array.from({ length: 50 }, (_, i) => Math.sin(i * i));
    expect(smooth(values, 0.8)?.slice(0, 20)).toEqual(smooth(values.slice(0, 20), 0.8));
  });

  it('does nothing for few points or a weight of 0', () => {
    expect(smooth(new Array<number>(FEWEST_TO_SMOOTH - 1).fill(1), 0.9)).toBeUndefined();
    expect(smooth([1, 2, 3, 4, 5, 6], 0)).toBeUndefined();
  });
});
