/** What the on-policy loop asks of a learner, and what learners have in common. */
import type { Json } from '@agon/core';
import type { Parameters } from '@agon/engine';
import type { StateArray, Progress } from '@agon/learning';
import type { Analysis } from '../../agent.js';
import type { Rollout } from './rollout.js';

/** Acts in N environments and learns from what happened, and measures what has these ids. S = values in an observation. */
export interface OnPolicyLearner<Id extends string> {
  readonly parameters: Parameters;
  /** [N, S] What the environments show, as the network reads it; write before `evaluate`. */
  readonly seen: Uint8Array | Float32Array;
  /** [N] The values of what is `seen`, after `evaluate`. */
  readonly values: Float32Array;
  evaluate(): Promise<void>;
  /** After `evaluate`: draws an action for each environment into row t of the rollout. `step`: decisions before it. */
  choose(rollout: Rollout, t: number, step: number): void;
  /** After `evaluate`: what is thought about environment 0. */
  analysis(): Analysis;
  /** Learns from a whole rollout that began at `step`. @throws not-finite */
  learn(rollout: Rollout, step: number, progress: Progress<Id>): Promise<void>;
  /** Streams and counters as plain data, and copies of all arrays. */
  save(): { json: Json; arrays: Record<string, StateArray> };
  /** @throws bad-checkpoint where the arrays are not this learner's */
  load(json: Json, arrays: Readonly<Record<string, StateArray>>): void;
  dispose(): Promise<void>;
}

/** The learning rate in an iteration that begins at `step`: falls linearly to 0 over `decaySteps`, constant where that is Infinity. */
export function decayed(rate: number, step: number, decaySteps: number): number {
  return rate * Math.max(0, 1 - step / decaySteps);
}
