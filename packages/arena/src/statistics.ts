/** Statistics of samples: mean, interquartile mean, seeded bootstrap intervals, and the normal distribution. */
import { RandomStream } from '@agon/core';

/** The arithmetic mean; NaN of nothing. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** The interquartile mean: floor(n / 4) values are cut from each end (Agarwal et al. 2021, as rliable computes it). */
export function interquartileMean(values: readonly number[]): number {
  const cut = Math.floor(values.length / 4);
  return mean([...values].sort((a, b) => a - b).slice(cut, values.length - cut));
}

/** The q-quantile (0..1) of sorted values, linear between neighbours. */
export function quantileSorted(sorted: ArrayLike<number>, q: number): number {
  const position = q * (sorted.length - 1);
  const low = Math.floor(position);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (position - low) * (sorted[high] - sorted[low]);
}

/** How many resamples a bootstrap draws where nothing else is said: interval ends move by about 1 % of its width. */
const RESAMPLES = 10_000;

/**
 * The percentile bootstrap's 95 % interval of `statistic` over independent `values` (Efron 1979).
 * @param seed equal seeds give equal intervals
 */
export function bootstrapInterval(
  values: readonly number[],
  seed: string | number,
  statistic: (sample: Float64Array) => number = mean,
  resamples = RESAMPLES,
): [low: number, high: number] {
  const rng = new RandomStream(`bootstrap ${seed}`);
  const sample = new Float64Array(values.length);
  const results = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) {
    for (let i = 0; i < sample.length; i++) sample[i] = values[rng.int(values.length)];
    results[r] = statistic(sample);
  }
  results.sort();
  return [quantileSorted(results, 0.025), quantileSorted(results, 0.975)];
}

/**
 * The 95 % interval of the mean of independent values by bootstrap: a point where all are equal, null of fewer than two, which
 * say nothing of their spread.
 */
export function meanInterval(
  values: readonly number[],
  seed: string | number,
): [low: number, high: number] | null {
  return values.length > 1 ? bootstrapInterval(values, seed) : null;
}

/** The two-sided 95 % point of the standard normal distribution. */
export const Z95 = 1.959963984540054;

/** Wilson's 95 % interval of a share (1927) that was seen in n independent trials; it has width also at 0 and 1. */
export function wilsonInterval(share: number, n: number): [low: number, high: number] {
  const z2 = Z95 ** 2 / n;
  const centre = (share + z2 / 2) / (1 + z2);
  const half = (Z95 / (1 + z2)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n));
  return [centre - half, centre + half];
}

/**
 * A share as text. All and nothing are written as numbers, "2 of 2": few games prove no 100 %.
 * @param format writes a share between 0 and 1
 */
export function shareText(part: number, whole: number, format: (share: number) => string): string {
  return part === 0 || part === whole ? `${part} of ${whole}` : format(part / whole);
}

/** The standard normal distribution function Φ(x), absolute error below 1e-15 (Marsaglia 2004, series; tails by 0 and 1). */
export function normalCdf(x: number): number {
  if (x < -9) return 0;
  if (x > 9) return 1;
  let sum = x;
  let term = x;
  for (let i = 3; sum + term !== sum; i += 2) sum += term *= (x * x) / i;
  return 0.5 + sum * Math.exp(-0.5 * x * x - 0.5 * Math.log(2 * Math.PI));
}

/** The inverse of `normalCdf` for 0 < p < 1, by bisection to the last bits. */
export function normalQuantile(p: number): number {
  let low = -9;
  let high = 9;
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
