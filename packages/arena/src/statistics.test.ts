import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normal, RandomStream } from '@agon/core';
import {
  bootstrapInterval,
  interquartileMean,
  mean,
  meanInterval,
  normalCdf,
  normalQuantile,
  quantileSorted,
  shareText,
  wilsonInterval,
} from './statistics.js';

describe('the interquartile mean', () => {
  it('is what scipy.stats.trim_mean(x, 0.25) gives', () => {
    // scipy 1.11: trim_mean([1..8], .25) = 4.5; of 5 values one is cut from each end; of 3 none.
    expect(interquartileMean([8, 1, 7, 2, 6, 3, 5, 4])).toBe(4.5);
    expect(interquartileMean([100, 1, 2, 3, -50])).toBe(2);
    expect(interquartileMean([9, 0, 0])).toBe(3);
  });

  it('does not depend on order or on one wild value', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 4, maxLength: 30 }),
        (values) => {
          const shuffled = [...values].reverse();
          expect(interquartileMean(shuffled)).toBeCloseTo(interquartileMean(values), 9);
          const top = [...values].sort((a, b) => a - b);
          const wild = [...top.slice(0, -1), 1e9];
          expect(interquartileMean(wild)).toBeCloseTo(interquartileMean(values), 9);
        },
      ),
      { seed: 1 },
    );
  });
});

describe('quantiles', () => {
  it('are linear between neighbours', () => {
    expect(quantileSorted([0, 10, 20, 30], 0.5)).toBe(15);
    expect(quantileSorted([0, 10, 20, 30], 0)).toBe(0);
    expect(quantileSorted([0, 10, 20, 30], 1)).toBe(30);
    expect(quantileSorted([7], 0.3)).toBe(7);
  });
});

describe('the bootstrap interval', () => {
  it('is the same for the same seed, and a point for equal values', () => {
    const values = [1.1, 4.23, 2.7, 8.9, 5.77, 7.01];
    expect(bootstrapInterval(values, 1)).toEqual(bootstrapInterval(values, 1));
    expect(bootstrapInterval(values, 1)).not.toEqual(bootstrapInterval(values, 2));
    expect(bootstrapInterval([3, 3, 3], 1)).toEqual([3, 3]);
  });

  it('is the closed form for coin flips', () => {
    // The mean of a resample of n values of which k are 1 is Binomial(n, k/n) / n.
    const n = 40;
    const values = Array.from({ length: n }, (_, i) => (i < 10 ? 1 : 0));
    let below = 0;
    const cumulative: number[] = [];
    for (let k = 0, p = 0.75 ** n; k <= n; p *= ((n - k) / (k + 1)) * (0.25 / 0.75), k++)
      cumulative.push((below += p));
    const [low, high] = bootstrapInterval(values, 1, mean, 100_000);
    expect(low).toBe(cumulative.findIndex((p) => p >= 0.025) / n);
    expect(high).toBe(cumulative.findIndex((p) => p >= 0.975) / n);
  });

  it('covers the mean of normal samples in about 95 % of cases', () => {
    const rng = new RandomStream('coverage');
    let covered = 0;
    const trials = 400;
    for (let trial = 0; trial < trials; trial++) {
      const values = Array.from({ length: 50 }, () => 3 + normal(rng));
      const [low, high] = bootstrapInterval(values, trial, mean, 1000);
      if (low <= 3 && 3 <= high) covered++;
    }
    // The percentile bootstrap covers about 94 % at n = 50; four standard errors are 4.4 %.
    expect(Math.abs(covered / trials - 0.94)).toBeLessThan(0.044);
  });
});

describe('the interval of a mean', () => {
  it('is the bootstrap interval, and none where the values say nothing of their spread', () => {
    expect(meanInterval([1, 4, 2, 8], 1)).toEqual(bootstrapInterval([1, 4, 2, 8], 1));
    expect(meanInterval([1, 2], 1)).toEqual([1, 2]);
    expect(meanInterval([3, 3, 3], 1)).toEqual([3, 3]);
    for (const values of [[], [7]]) expect(meanInterval(values, 1)).toBeNull();
  });
});

describe('Wilson’s interval', () => {
  it('is as published, and has width at 0 and 1', () => {
    // Newcombe 1998, table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    for (const [part, whole, low, high] of [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ]) {
      const ends = wilsonInterval(part / whole, whole);
      expect(ends[0]).toBeCloseTo(low, 4);
      expect(ends[1]).toBeCloseTo(high, 4);
    }
  });
});

it('a share is in percent, but all and nothing are numbers', () => {
  const text = (part: number, whole: number) => shareText(part, whole, (share) => `${100 * share} %`);
  expect([text(1, 1), text(0, 3), text(1.5, 2), text(20, 20)]).toEqual([
    '1 of 1',
    '0 of 3',
    '75 %',
    '20 of 20',
  ]);
});

describe('the normal distribution', () => {
  it('agrees with tables', () => {
    expect(normalCdf(0)).toBe(0.5);
    expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 13);
    expect(normalCdf(-1)).toBeCloseTo(0.15865525393145705, 13);
    expect(normalCdf(3)).toBeCloseTo(0.9986501019683699, 13);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 10);
    expect(normalQuantile(0.2)).toBeCloseTo(-0.8416212335729143, 10);
  });
});
