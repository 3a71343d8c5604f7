/** λ-returns and advantages of a rollout, by recursion from its end. T = length, N = environments. */
import type { Rollout } from './rollout.js';

/** What is needed of a `Rollout`. */
type Returns = Pick<
  Rollout,
  'length' | 'numEnvs' | 'rewards' | 'terminated' | 'truncated' | 'signs' | 'values' | 'finalValues'
>;

/**
 * Writes the λ-return of each step into `out`, [T, N]:
 * G_t = r_t + γ [(1 − λ) V(s_{t+1}) + λ G_{t+1}], with G_T = V(s_T) after the rollout's last step; after a termination
 * nothing follows, after a truncation V of the episode's last observation does. Where the opponent acts next, what
 * follows is worth the contrary (Sutton & Barto 2018, equation 12.18;
 * with V = max_a Q it is PQN's target: Gallici et al. 2024, algorithm 1). λ = 1 is the discounted sum, λ = 0 one step. Allocates nothing.
 */
export function lambdaReturnsInto(out: Float32Array, rollout: Returns, gamma: number, lambda: number): void {
  const { length, numEnvs, rewards, terminated, truncated, signs, values, finalValues } = rollout;
  for (let i = 0; i < numEnvs; i++) {
    let following = values[length * numEnvs + i];
    for (let row = (length - 1) * numEnvs + i; row >= 0; row -= numEnvs) {
      let next = (1 - lambda) * values[row + numEnvs] + lambda * following;
      if (signs) next *= signs[row];
      if (truncated[row]) next = finalValues[row];
      if (terminated[row]) next = 0;
      following = rewards[row] + gamma * next;
      out[row] = following;
    }
  }
}

/**
 * Writes generalised advantage estimates into `advantages`, and the λ-returns that they come from into `returns`, both
 * [T, N]. GAE (Schulman et al. 2016, equation 16) is the λ-return less the value: A_t = G_t − V(s_t). Allocates nothing.
 */
export function gaeInto(
  advantages: Float32Array,
  returns: Float32Array,
  rollout: Returns,
  gamma: number,
  lambda: number,
): void {
  lambdaReturnsInto(returns, rollout, gamma, lambda);
  for (let row = 0; row < rollout.length * rollout.numEnvs; row++)
    advantages[row] = returns[row] - rollout.values[row];
}

/** 1 − Var(return − value) / Var(return): 1 where values foretell returns exactly, 0 where they say nothing; not finite for equal returns. */
export function explainedVariance(returns: Float32Array, advantages: Float32Array): number {
  return 1 - variance(advantages) / variance(returns);
}

function variance(values: Float32Array): number {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i];
    squares += values[i] * values[i];
  }
  const mean = sum / values.length;
  return squares / values.length - mean * mean;
}
