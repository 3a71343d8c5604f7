import { describe, expect, it } from 'vitest';
import { categorical, dirichletInto, gamma, gumbel, normal, shuffle } from './distributions.js';
import { RandomStream, type Rng } from './rng.js';

/** Mean and variance of n draws. */
function moments(draw: () => number, n = 100_000): { mean: number; variance: number } {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const x = draw();
    sum += x;
    squares += x * x;
  }
  return { mean: sum / n, variance: squares / n - (sum / n) ** 2 };
}

/** A source that always gives the same uniform. */
const stuckAt = (u: number): Rng => ({ uniform: () => u, int: (n) => Math.floor(u * n) });
const LARGEST = 1 - 2 ** -32;

describe('normal', () => {
  it('has mean 0, variance 1 and the tails of the bell curve', () => {
    const rng = new RandomStream('normal');
    let beyondTwo = 0;
    const { mean, variance } = moments(() => {
      const x = normal(rng);
      if (Math.abs(x) > 2) beyondTwo++;
      return x;
    });
    // Five standard errors of 100,000 draws.
    expect(Math.abs(mean)).toBeLessThan(0.016);
    expect(Math.abs(variance - 1)).toBeLessThan(0.023);
    expect(Math.abs(beyondTwo / 100_000 - 0.0455)).toBeLessThan(0.0033);
  });

  it('is finite at the ends of the uniform range', () => {
    expect(Number.isFinite(normal(stuckAt(0)))).toBe(true);
    expect(Number.isFinite(normal(stuckAt(LARGEST)))).toBe(true);
  });
});

describe('gumbel', () => {
  it('has the Euler–Mascheroni constant as mean and π²/6 as variance', () => {
    const rng = new RandomStream('gumbel');
    const { mean, variance } = moments(() => gumbel(rng));
    expect(Math.abs(mean - 0.5772)).toBeLessThan(0.021);
    expect(Math.abs(variance - Math.PI ** 2 / 6)).toBeLessThan(0.06);
  });

  it('is finite at the ends of the uniform range', () => {
    expect(Number.isFinite(gumbel(stuckAt(0)))).toBe(true);
    expect(Number.isFinite(gumbel(stuckAt(LARGEST)))).toBe(true);
  });

  it('makes the largest of logits plus noise a softmax sample', () => {
    const rng = new RandomStream('gumbel-max');
    const logits = [0, 1, 2];
    const counts = [0, 0, 0];
    for (let i = 0; i < 30_000; i++) {
      const noisy = logits.map((logit) => logit + gumbel(rng));
      counts[noisy.indexOf(Math.max(...noisy))]++;
    }
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    // Five standard errors of 30,000 draws are at most 0.0145.
    counts.forEach((count, i) =>
      expect(Math.abs(count / 30_000 - Math.exp(logits[i]) / total)).toBeLessThan(0.0145),
    );
  });
});

describe('gamma', () => {
  it.each([0.03, 0.3, 1, 2.5, 10.83])('has mean and variance equal to its shape %d', (shape) => {
    const rng = new RandomStream(`gamma ${shape}`);
    const { mean, variance } = moments(() => gamma(rng, shape));
    // Standard errors: sqrt(shape / n) for the mean, sqrt((2 shape² + 6 shape) / n) for the variance; five of them.
    expect(Math.abs(mean - shape)).toBeLessThan(5 * Math.sqrt(shape / 100_000));
    expect(Math.abs(variance - shape)).toBeLessThan(5 * Math.sqrt((2 * shape * shape + 6 * shape) / 100_000));
  });
});

describe('dirichletInto', () => {
  it('gives non-negative numbers that sum to 1, for tiny and large alpha', () => {
    const rng = new RandomStream('dirichlet');
    const out = new Float32Array(82);
    for (const alpha of [1e-6, 0.03, 0.3, 1, 100]) {
      dirichletInto(out, rng, alpha);
      expect(Math.min(...out)).toBeGreaterThanOrEqual(0);
      expect(out.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 5);
    }
  });

  it('has mean 1/n and variance (n − 1) / (n² (n α + 1)) in each place', () => {
    const rng = new RandomStream('dirichlet moments');
    const out = new Float32Array(4);
    const alpha = 0.5;
    const { mean, variance } = moments(() => {
      dirichletInto(out, rng, alpha);
      return out[2];
    }, 50_000);
    // Variance 1/16; five standard errors of 50,000 draws.
    expect(Math.abs(mean - 1 / 4)).toBeLessThan(0.0033);
    expect(Math.abs(variance - 3 / (16 * (4 * alpha + 1)))).toBeLessThan(0.001);
  });

  it('is one corner where every draw underflows', () => {
    const out = new Float32Array(3);
    dirichletInto(out, stuckAt(LARGEST), 1e-30);
    expect([...out].sort()).toEqual([0, 0, 1]);
  });
});

describe('categorical', () => {
  it('draws in proportion to the weights and never where the weight is 0', () => {
    const rng = new RandomStream('categorical');
    const weights = [0, 1, 0, 3, 4, 0];
    const counts = weights.map(() => 0);
    for (let i = 0; i < 40_000; i++) counts[categorical(rng, weights)]++;
    weights.forEach((weight, i) =>
      weight === 0
        ? expect(counts[i]).toBe(0)
        : expect(Math.abs(counts[i] / 40_000 - weight / 8)).toBeLessThan(0.0125),
    );
  });

  it('stays inside the weights at the ends of the uniform range', () => {
    const rounding = Float32Array.from([0.1, 0.2, 0.3, 0]);
    expect(categorical(stuckAt(0), [0, 0, 5])).toBe(2);
    expect(categorical(stuckAt(LARGEST), rounding)).toBe(2);
    expect(categorical({ uniform: () => 1, int: () => 0 }, rounding)).toBe(2);
  });
});

describe('shuffle', () => {
  it('gives every order of three things equally often', () => {
    const rng = new RandomStream('shuffle');
    const counts = new Map<string, number>();
    for (let i = 0; i < 12_000; i++) {
      const order = shuffle(['a', 'b', 'c'], rng).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // Mean 2000, deviation 41; five deviations.
    for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(205);
  });

  it('shuffles typed arrays in place', () => {
    const items = Int32Array.from({ length: 100 }, (_, i) => i);
    expect(shuffle(items, new RandomStream('typed'))).toBe(items);
    expect([...items].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect([...items]).not.toEqual([...items].sort((a, b) => a - b));
  });
});
