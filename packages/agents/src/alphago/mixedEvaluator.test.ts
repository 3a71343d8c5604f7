import { RandomStream } from '@agon/core';
import { makeGame, type Go, type State } from '@agon/envs';
import type { Evaluator } from '@agon/mcts';
import { describe, expect, it } from 'vitest';
import { MixedEvaluator } from './mixedEvaluator.js';
import type { RolloutPolicy } from './rolloutPolicy.js';

const go = makeGame('go:size=5') as Go;

/** Answers the same value everywhere. */
class Constant implements Evaluator {
  readonly capacity = 2;
  readonly logits = new Float32Array(2 * go.numActions).fill(0.5);
  readonly values: Float32Array;

  constructor(value: number) {
    this.values = new Float32Array(2).fill(value);
  }

  add(_state: State, _slot: number): void {}

  evaluate(): void {}
}

describe('AlphaGo’s evaluation of leaves', () => {
  const answer = async (lambda: number): Promise<number[]> => {
    // Black wins every rollout.
    const rollout = { playOut: () => 1 } as unknown as RolloutPolicy;
    const rng = new RandomStream('mixed');
    const policy = new Constant(9);
    const mixed = new MixedEvaluator({ policy, value: new Constant(0.2), rollout, lambda, rollouts: 3, rng });
    const state = go.newInitialState();
    mixed.add(state, 0);
    state.apply(0);
    mixed.add(state, 1);
    await mixed.evaluate(2);
    expect(mixed.logits).toBe(policy.logits);
    return [...mixed.values];
  };

  it('is (1 − λ) v + λ z, z from the view of the player to move', async () => {
    for (const [lambda, black, white] of [
      [0, 0.2, 0.2],
      [0.5, 0.6, -0.4],
      [1, 1, -1],
    ]) {
      const [first, second] = await answer(lambda);
      expect(first).toBeCloseTo(black, 6);
      expect(second).toBeCloseTo(white, 6);
    }
  });
});
