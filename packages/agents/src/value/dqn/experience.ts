/** What a learner remembers and learns from: the replay buffer, which rows are drawn, and what a batch is made of. */
import type { Rng } from '@agon/core';
import type { Env } from '@agon/envs';
import { ReplayRing, ringSize, type RingShape } from '../replay/ring.js';
import type { Rows, RowShape } from '../replay/rows.js';
import { PrioritisedSampler, UniformSampler, type Sampler } from '../replay/samplers.js';
import {
  sequenceInto,
  sequenceReach,
  sequencePriorityInto,
  type SequenceShape,
} from '../replay/sequences.js';
import { sumTreeBytes } from '../replay/sumTree.js';
import { LifelongCounts } from './exploration/novelty.js';
import { policyFamily, type PolicyFamily } from './exploration/policyFamily.js';
import type { Learner } from './learner.js';
import { importanceAt, type DqnSettings } from './settings.js';
import { sequenceShape } from './valueNetwork.js';

/** What a row of an environment's steps is made of. A recurrent network's state, or the episodic novelty, goes with it. */
export function rowShape(env: Env, { lstm, storedState, policies }: DqnSettings): RowShape {
  return {
    observation: env.observation,
    numActions: env.actionNames.length,
    extras: storedState ? 2 * lstm : policies ? 1 : 0,
  };
}

function ringShape(env: Env, settings: DqnSettings, tracks: number): RingShape {
  const sequence = sequenceShape(settings);
  const reach = sequence ? sequenceReach(sequence) : settings.numSteps;
  return { capacity: settings.bufferSize, tracks, reach, ...rowShape(env, settings) };
}

/**
 * The rows of a run's replay buffer, and the bytes that they and their priorities take when all are there. Allocates no buffer.
 * @param tracks environments whose steps are kept: numEnvs of each worker
 * @throws unsupported for more actions than a byte holds
 */
export function replaySize(
  settings: DqnSettings,
  env: Env,
  tracks: number,
): { rows: number; buffer: number; priorities: number } {
  const { rows, bytes } = ringSize(ringShape(env, settings, tracks));
  return { rows, buffer: bytes, priorities: settings.priorityExponent > 0 ? sumTreeBytes(rows) : 0 };
}

/** B = batch. Fills a learner's inputs from the replay buffer, and gives the buffer the priorities that the learner found. */
export class Experience {
  readonly ring: ReplayRing;
  readonly sampler: Sampler;
  /** Bytes of the replay buffer when it is full, priorities included. */
  readonly bytes: number;
  /** How often each observation and action was met, where novelty is rewarded. */
  readonly counts: LifelongCounts | undefined;
  private readonly family: PolicyFamily | undefined;
  private readonly settings: DqnSettings;
  private readonly steps: number;
  private readonly sequence: SequenceShape | undefined;
  /** [B] The rows last drawn (starts of sequences). */
  private readonly rows: Float64Array;
  /** [B] */
  private readonly weights: Float32Array;
  private readonly priority: Float32Array;
  private readonly novelty = new Float32Array(1);

  /**
   * @param tracks environments whose steps are kept in turn
   * @param steps of the run; not given where nobody knows
   * @throws unsupported for more actions than a byte holds; bad-option for too many rows
   */
  constructor(env: Env, settings: DqnSettings, tracks: number, steps = Infinity) {
    const { batchSize, policies } = settings;
    this.settings = settings;
    this.steps = steps;
    this.sequence = sequenceShape(settings);
    this.ring = new ReplayRing(ringShape(env, settings, tracks));
    const { buffer, priorities } = replaySize(settings, env, tracks);
    this.bytes = buffer + priorities;
    if (policies) {
      this.counts = new LifelongCounts();
      this.family = policyFamily(settings);
    }
    const { priorityExponent } = settings;
    this.sampler =
      priorityExponent > 0
        ? new PrioritisedSampler(this.ring, priorityExponent)
        : new UniformSampler(this.ring);
    this.rows = new Float64Array(batchSize);
    this.weights = new Float32Array(batchSize).fill(1);
    this.priority = new Float32Array(batchSize);
  }

  /** Keeps what `ReplayRing.push` appends; its extra floats are those of `extras` from `at` on. */
  push(
    observation: Uint8Array | Float32Array,
    action: number,
    reward: number,
    terminated: boolean,
    isFinal: boolean,
    extras: Float32Array,
    at: number,
  ): void {
    this.ring.push(observation, action, reward, terminated, isFinal);
    this.ring.setExtras(this.ring.end - 1, extras, at);
    this.pushed();
  }

  /** Keeps a copy of a row of the same shape. */
  pushRow(rows: Rows, row: number): void {
    this.ring.pushRow(rows, row);
    this.pushed();
  }

  private pushed(): void {
    this.sampler.pushed();
    const row = this.ring.end - 1;
    if (!this.ring.isFinal(row)) this.counts?.add(this.ring.hash(row));
  }

  /** A row's intrinsic reward: its episodic novelty then times its life-long novelty now. */
  bonus(row: number): number {
    this.ring.extrasInto(this.novelty, 0, row);
    return this.novelty[0] * (this.counts?.novelty(this.ring.hash(row)) ?? 0);
  }

  /** Fills the learner's batch. */
  sampleInto(learner: Learner, rng: Rng): void {
    const { ring, sampler, rows, weights, settings, sequence } = this;
    const { gamma, numSteps, priorityExponent, storedState } = settings;
    sampler.drawInto(rows, rng);
    if (priorityExponent > 0)
      sampler.weightsInto(weights, importanceAt(settings, learner.updates, this.steps));
    if (sequence) {
      for (let i = 0; i < rows.length; i++)
        sequenceInto(learner.sequences, i, ring, rows[i], sequence, gamma, weights[i], storedState);
      return;
    }
    for (let i = 0; i < rows.length; i++) {
      const discount = this.choosePolicy(learner, i, rng);
      ring.transitionInto(learner.batch, i, rows[i], numSteps, discount);
    }
    learner.weight?.set(weights);
  }

  /** Where there are several policies, one of them learns from row i of the batch: any can learn from what another one did. Returns its discount. */
  private choosePolicy(learner: Learner, i: number, rng: Rng): number {
    const { policy, bonus } = learner;
    if (!this.family || !policy || !bonus) return this.settings.gamma;
    policy[i] = rng.int(this.family.gamma.length);
    bonus[i] = this.bonus(this.rows[i]);
    return this.family.gamma[policy[i]];
  }

  /** The learner has learned from its batch. */
  learned(learner: Learner): void {
    if (this.settings.priorityExponent === 0) return;
    if (this.sequence) sequencePriorityInto(this.priority, learner.priority, learner.sequences.weight);
    this.sampler.update(this.rows, this.sequence ? this.priority : learner.priority);
  }
}
