/** Draws from distributions, from a stream of uniforms. */
import type { Rng } from './rng.js';

/** A standard normal draw (Box–Muller, two uniforms, the second result is dropped so that no state is kept). */
export function normal(rng: Rng): number {
  const radius = Math.sqrt(-2 * Math.log(1 - rng.uniform()));
  return radius * Math.cos(2 * Math.PI * rng.uniform());
}

/** A standard Gumbel draw, -log(-log u). */
export function gumbel(rng: Rng): number {
  return -Math.log(-Math.log(1 - rng.uniform() * (1 - 2 ** -33) - 2 ** -34));
}

/** A Gamma(shape, 1) draw, shape > 0 (Marsaglia & Tsang 2000; shape < 1 by the boost u^(1/shape)). */
export function gamma(rng: Rng, shape: number): number {
  if (shape < 1) return gamma(rng, shape + 1) * (1 - rng.uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(rng);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - rng.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Fills `out` with a draw from a symmetric Dirichlet(alpha, …, alpha): non-negative numbers that sum to 1. */
export function dirichletInto(out: Float32Array, rng: Rng, alpha: number): void {
  let sum = 0;
  for (let i = 0; i < out.length; i++) sum += out[i] = gamma(rng, alpha);
  // With a tiny alpha every draw can underflow to 0; the distribution is then one corner, chosen uniformly.
  if (sum === 0) out[rng.int(out.length)] = sum = 1;
  for (let i = 0; i < out.length; i++) out[i] /= sum;
}

/** An index drawn with probability proportional to `weights` (non-negative, not all 0): exactly one draw. */
export function categorical(rng: Rng, weights: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i];
  let left = rng.uniform() * total;
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] <= 0) continue;
    last = i;
    left -= weights[i];
    if (left < 0) return i;
  }
  return last;
}

/** Shuffles in place (Fisher–Yates, length − 1 draws). */
export function shuffle<T extends { length: number; [index: number]: unknown }>(items: T, rng: Rng): T {
  for (let i = items.length - 1; i > 0; i--) {
    const j = rng.int(i + 1);
    [items[i], items[j]] = [items[j], items[i]];
  }
  return items;
}
