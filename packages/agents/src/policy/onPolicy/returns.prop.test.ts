/** λ-returns and advantages against sums written out forwards, with episodes that end and are cut. */
import { RandomStream } from '@agon/core';
import { describe, expect, it } from 'vitest';
import { explainedVariance, gaeInto, lambdaReturnsInto } from './returns.js';
import { Rollout } from './rollout.js';

const T = 9;
const N = 4;

/** A rollout of random numbers: about a sixth of the steps terminate, a sixth are truncated, a few say both; with or without an opponent. */
function randomRollout(seed: string, length: number, isGame: boolean): Rollout {
  const rng = new RandomStream(seed);
  const rollout = new Rollout(T, {
    numEnvs: N,
    observation: { shape: [1], dtype: 'float32', high: 1 },
    signs: isGame ? new Float32Array(N) : undefined,
  });
  rollout.length = length;
  for (let row = 0; row < T * N; row++) {
    rollout.rewards[row] = rng.uniform() * 4 - 2;
    rollout.terminated[row] = rng.uniform() < 1 / 6 ? 1 : 0;
    rollout.truncated[row] = rng.uniform() < 1 / 6 ? 1 : 0;
    rollout.finalValues[row] = rng.uniform() * 6 - 3;
    if (rollout.signs) rollout.signs[row] = rng.uniform() < 0.8 ? -1 : 1;
  }
  for (let row = 0; row < rollout.values.length; row++) rollout.values[row] = rng.uniform() * 6 - 3;
  return rollout;
}

/** −1 where the opponent acts after that step. */
const signOf = (rollout: Rollout, row: number): number => rollout.signs?.[row] ?? 1;

/** The value of what follows step t of environment i, for who acted then: Gymnasium's rule for both kinds of ends. */
function nextValue(rollout: Rollout, t: number, i: number): number {
  const row = t * N + i;
  if (rollout.terminated[row]) return 0;
  return rollout.truncated[row] ? rollout.finalValues[row] : signOf(rollout, row) * rollout.values[row + N];
}

/** GAE as the paper defines it (equation 16): Σ_k (γλ)^k δ_{t+k}, up to the end of the episode or the rollout. */
function advantage(rollout: Rollout, t: number, i: number, gamma: number, lambda: number): number {
  let sum = 0;
  let sign = 1;
  for (let k = 0; t + k < rollout.length; k++) {
    const row = (t + k) * N + i;
    const delta = rollout.rewards[row] + gamma * nextValue(rollout, t + k, i) - rollout.values[row];
    sum += sign * (gamma * lambda) ** k * delta;
    sign *= signOf(rollout, row);
    if (rollout.terminated[row] || rollout.truncated[row]) break;
  }
  return sum;
}

/** The λ-return as a mixture of n-step returns: (1 − λ) Σ_n λ^{n−1} G^{(n)}, the last one with all the weight left. */
function mixture(rollout: Rollout, t: number, i: number, gamma: number, lambda: number): number {
  let sum = 0;
  let rewards = 0;
  let sign = 1;
  for (let n = 1; ; n++) {
    const row = (t + n - 1) * N + i;
    rewards += sign * gamma ** (n - 1) * rollout.rewards[row];
    const nStep = rewards + sign * gamma ** n * nextValue(rollout, t + n - 1, i);
    sign *= signOf(rollout, row);
    const isLast = t + n === rollout.length || rollout.terminated[row] === 1 || rollout.truncated[row] === 1;
    sum += (isLast ? 1 : 1 - lambda) * lambda ** (n - 1) * nStep;
    if (isLast) return sum;
  }
}

const cases = ['1', '2', '3'].flatMap((seed) =>
  [
    [0.99, 0.95],
    [0.9, 0.65],
    [1, 1],
    [0.97, 0],
    [0, 0.5],
  ].map(([gamma, lambda]) => [seed, gamma, lambda] as const),
);

describe.each(cases)('rollout %s, γ = %d, λ = %d', (seed, gamma, lambda) => {
  it.each([
    [T, false],
    [5, false],
    [T, true],
  ])('has the advantages and λ-returns of the definitions over %d steps, opponent: %s', (length, isGame) => {
    const rollout = randomRollout(seed, length, isGame);
    const advantages = new Float32Array(T * N);
    const returns = new Float32Array(T * N);
    gaeInto(advantages, returns, rollout, gamma, lambda);
    const alone = new Float32Array(T * N);
    lambdaReturnsInto(alone, rollout, gamma, lambda);
    expect(alone).toEqual(returns);
    for (let t = 0; t < length; t++) {
      for (let i = 0; i < N; i++) {
        const row = t * N + i;
        // Sums of at most nine numbers of size 3 in float64, rounded to float32 once or twice.
        expect(advantages[row]).toBeCloseTo(advantage(rollout, t, i, gamma, lambda), 4);
        expect(returns[row]).toBeCloseTo(mixture(rollout, t, i, gamma, lambda), 4);
      }
    }
    expect(returns.subarray(length * N).every((value) => value === 0)).toBe(true);
  });
});

describe('explained variance', () => {
  it('is 1 for values that foretell returns, 0 for constant ones, negative for wrong ones', () => {
    const returns = Float32Array.of(1, 2, 3, 4);
    const with_ = (values: number[]) =>
      explainedVariance(
        returns,
        returns.map((each, i) => each - values[i]),
      );
    expect(with_([1, 2, 3, 4])).toBeCloseTo(1);
    expect(with_([2.5, 2.5, 2.5, 2.5])).toBeCloseTo(0);
    expect(with_([4, 3, 2, 1])).toBeCloseTo(-3);
  });
});
