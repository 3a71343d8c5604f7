/**
 * AlphaGo's evaluation of a leaf, V = (1 − λ) v + λ z: the value network's answer and the outcome of a game played to its end by the
 * rollout policy (Silver et al. 2016, "Searching with policy and value networks"). Priors are the policy network's.
 */
import type { Rng } from '@agon/core';
import type { GoState, State } from '@agon/envs';
import type { Evaluator } from '@agon/mcts';
import { meanOutcome, type RolloutPolicy } from './rolloutPolicy.js';

/** What is mixed. */
interface MixedParts {
  policy: Evaluator;
  /** Only its values are used. */
  value: Evaluator;
  rollout: RolloutPolicy;
  /** 0: the value network alone; 1: rollouts alone. */
  lambda: number;
  rollouts: number;
  rng: Rng;
}

/** B = capacity, that of the smaller network evaluator. `add` plays the rollouts at once, `evaluate` runs the networks. */
export class MixedEvaluator implements Evaluator {
  readonly capacity: number;
  readonly logits: Float32Array;
  readonly values: Float32Array;
  private readonly parts: MixedParts;
  /** [B] Mean outcomes of rollouts, for the player to move. */
  private readonly outcomes: Float32Array;

  constructor(parts: MixedParts) {
    this.parts = parts;
    this.capacity = Math.min(parts.policy.capacity, parts.value.capacity);
    this.logits = parts.policy.logits;
    this.values = new Float32Array(this.capacity);
    this.outcomes = new Float32Array(this.capacity);
  }

  add(state: State, slot: number): void {
    const { policy, value, rollout, lambda, rollouts, rng } = this.parts;
    policy.add(state, slot);
    if (lambda < 1) value.add(state, slot);
    if (lambda > 0) this.outcomes[slot] = meanOutcome(rollout, state as GoState, rollouts, rng);
  }

  async evaluate(count: number): Promise<void> {
    const { policy, value, lambda } = this.parts;
    await policy.evaluate(count);
    if (lambda < 1) await value.evaluate(count);
    for (let slot = 0; slot < count; slot++) {
      const known = lambda < 1 ? (1 - lambda) * value.values[slot] : 0;
      this.values[slot] = known + (lambda > 0 ? lambda * this.outcomes[slot] : 0);
    }
  }
}
