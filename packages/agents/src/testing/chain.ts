/** For tests: a problem so small that every learner must find its exact values. */
import type { Json } from '@agon/core';
import type { Env, StepResult } from '@agon/envs';

/** States of the chain. */
export const STATES = 5;
/** The discount under which `EXACT` are its values. */
export const GAMMA = 0.9;

/**
 * A chain of five states, seen as one-hot floats. Action 1 goes right, 0 goes left; leaving at the right end pays 1, at
 * the left end 0.2; both end the episode. It begins in each state in turn.
 */
export class Chain implements Env {
  readonly id = 'chain';
  readonly version = 1;
  readonly options = {};
  readonly observation = { shape: [STATES], dtype: 'float32', high: 1 } as const;
  readonly actionNames: readonly string[] = ['left', 'right'];
  readonly framesPerStep = 1;
  private state = 0;
  private begun = 0;

  reset(): void {
    this.state = this.begun++ % STATES;
  }
  useRng(): void {}
  step(action: number): StepResult {
    const next = this.state + (action === 1 ? 1 : -1);
    const over = next < 0 || next >= STATES;
    if (!over) this.state = next;
    return { reward: rewardOf(next), terminated: over, truncated: false };
  }
  observe(out: Uint8Array | Float32Array): void {
    out.fill(0);
    out[this.state] = 1;
  }
  hash(): number {
    return this.state;
  }
  save(): Json {
    return [this.state, this.begun];
  }
  load(state: Json): void {
    [this.state, this.begun] = state as number[];
  }
}

function rewardOf(next: number): number {
  return next < 0 ? 0.2 : next >= STATES ? 1 : 0;
}

/** [state][action] Q* of the chain, by value iteration. */
export const EXACT: readonly (readonly number[])[] = valueIteration();

function valueIteration(): number[][] {
  let q = Array.from({ length: STATES }, () => [0, 0]);
  for (let sweep = 0; sweep < 200; sweep++) {
    q = q.map((_, state) =>
      [-1, 1].map((move) => {
        const next = state + move;
        return rewardOf(next) + (next < 0 || next >= STATES ? 0 : GAMMA * Math.max(...q[next]));
      }),
    );
  }
  return q;
}
