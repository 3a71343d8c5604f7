/** What a learner remembers and learns from: the replay buffer, which rows are drawn, and what a batch is made of. */
import type { Rng } from '@agon/core';
import type { Env } from '@agon/envs';
import { ReplayRing } from '../replay/ring.js';
import { PrioritisedSampler, UniformSampler, type Sampler } from '../replay/samplers.js';
import {
  sequenceInto,
  sequenceReach,
  sequenceSurpriseInto,
  type SequenceShape,
} from '../replay/sequences.js';
import type { Explorer } from './exploration/explorer.js';
import type { Learner } from './learner.js';
import type { DqnSettings } from './settings.js';
import { sequenceShape } from './valueNetwork.js';

/** β of prioritised replay at an update: from its start to 1 in a line. */
export function importanceAt({ importanceStart, importanceUpdates }: DqnSettings, updates: number): number {
  return importanceStart + (1 - importanceStart) * Math.min(1, updates / importanceUpdates);
}

export class Experience {
  readonly ring: ReplayRing;
  readonly sampler: Sampler;
  private readonly settings: DqnSettings;
  private readonly sequence: SequenceShape | undefined;
  /** [B] The rows last drawn (starts of sequences). */
  private readonly rows: Float64Array;
  /** [B] */
  private readonly weights: Float32Array;
  private readonly surprise: Float32Array;

  /** @throws unsupported for more actions than a byte holds */
  constructor(env: Env, settings: DqnSettings) {
    const { bufferSize, numEnvs, numSteps, batchSize, lstm, storedState, policies } = settings;
    this.settings = settings;
    this.sequence = sequenceShape(settings);
    this.ring = new ReplayRing({
      capacity: bufferSize,
      tracks: numEnvs,
      observation: env.observation,
      numActions: env.actionNames.length,
      reach: this.sequence ? sequenceReach(this.sequence) : numSteps,
      extras: storedState ? 2 * lstm : policies ? 1 : 0,
    });
    const { priorityExponent } = settings;
    this.sampler =
      priorityExponent > 0
        ? new PrioritisedSampler(this.ring, priorityExponent)
        : new UniformSampler(this.ring);
    this.rows = new Float64Array(batchSize);
    this.weights = new Float32Array(batchSize).fill(1);
    this.surprise = new Float32Array(batchSize);
  }

  /** Fills the learner's batch. */
  sampleInto(learner: Learner, rng: Rng, explorer: Explorer | undefined): void {
    const { ring, sampler, rows, weights, settings, sequence } = this;
    const { gamma, numSteps, priorityExponent, storedState } = settings;
    sampler.drawInto(rows, rng);
    if (priorityExponent > 0) sampler.weightsInto(weights, importanceAt(settings, learner.updates));
    if (sequence) {
      for (let i = 0; i < rows.length; i++)
        sequenceInto(learner.sequences, i, ring, rows[i], sequence, gamma, weights[i], storedState);
      return;
    }
    for (let i = 0; i < rows.length; i++) {
      let discount = gamma;
      if (explorer && learner.policy && learner.bonus) {
        // Any policy can learn from what another one did.
        const policy = rng.int(explorer.family.gamma.length);
        learner.policy[i] = policy;
        learner.bonus[i] = explorer.bonus(ring, rows[i]);
        discount = explorer.family.gamma[policy];
      }
      ring.transitionInto(learner.batch, i, rows[i], numSteps, discount);
    }
    learner.weight?.set(weights);
  }

  /** The learner has learnt from its batch. */
  learnt(learner: Learner): void {
    if (this.settings.priorityExponent === 0) return;
    if (this.sequence) sequenceSurpriseInto(this.surprise, learner.surprise);
    this.sampler.update(this.rows, this.sequence ? this.surprise : learner.surprise);
  }
}
