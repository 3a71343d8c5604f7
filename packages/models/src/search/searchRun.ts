/**
 * One search as a run: each piece of work is the end of a trial. A state holds what every trial so far has come to, so that a search which
 * goes on asks its method the same again, and is where it was.
 */
import { AgonError, RandomStream, wholeNumber, type Json } from '@agon/core';
import {
  readState,
  type Kept,
  type Run,
  type SavedState,
  type TrainEvent,
  type TrialRow,
} from '@agon/learning';
import * as v from 'valibot';
import { makeMethod } from './methods/makeMethod.js';
import type { SearchMetric } from './metrics.js';
import type { SearchSettings } from './settings.js';
import type { Space } from './space.js';
import type { TrialJobs } from './trialJobs.js';
import { TrialOrder } from './trialOrder.js';

const savedSchema = v.object({
  trials: v.array(
    v.object({
      network: v.string(),
      updates: wholeNumber,
      score: v.nullable(v.number()),
      parameters: wholeNumber,
      /** Updates that the whole search might have when it was asked for; null: any number. */
      limit: v.nullable(wholeNumber),
    }),
  ),
});
type SavedTrial = v.InferOutput<typeof savedSchema>['trials'][number];

/** The array of a state that holds the weights of the best network. */
const BEST = 'best';

interface SearchRunOptions {
  space: Space;
  settings: SearchSettings;
  seed: number;
  /** Updates of the whole search; Infinity where only the time ends it. */
  steps: number;
  jobs: TrialJobs;
}

/** Whether a trial is better than another: one that was trained for longer, or as long with a better score. */
function isBetter(one: SavedTrial, other: SavedTrial | undefined): boolean {
  if (one.score === null) return false;
  if (!other || other.score === null) return true;
  return one.updates > other.updates || (one.updates === other.updates && one.score > other.score);
}

export class SearchRun implements Run<SearchMetric> {
  step = 0;
  /** A trial is long: each is saved. */
  readonly wantsCheckpoint = true;
  private readonly options: SearchRunOptions;
  private readonly order: TrialOrder;
  private readonly trials: SavedTrial[] = [];
  private best: SavedTrial | undefined;
  private bestWeights = new Uint8Array();

  constructor(options: SearchRunOptions) {
    this.options = options;
    const { space, settings, seed } = options;
    const method = makeMethod(space, new RandomStream(`run ${seed} / search`), settings);
    this.order = new TrialOrder(method, settings.parallel);
  }

  /** Whether every network of the space was tried. */
  get isDone(): boolean {
    return this.order.fill(this.options.steps).length === 0;
  }

  info(): Record<string, Json> {
    const { space } = this.options;
    return { networks: space.size };
  }

  /** @throws bad-checkpoint where the state is of another search */
  begin(resume: SavedState | undefined): void {
    if (!resume) return;
    for (const saved of readState(savedSchema, resume.json).trials) {
      this.order.fill(saved.limit ?? Infinity);
      const { next } = this.order;
      const isSame = next && this.networkOf(next) === saved.network && next.updates === saved.updates;
      if (!isSame)
        throw new AgonError(
          'bad-checkpoint',
          `the state is of another search: it has tried ${saved.network}, which this one does not ask for.`,
        );
      this.take(saved);
    }
    this.bestWeights = new Uint8Array(resume.arrays[BEST] as Uint8Array);
  }

  private networkOf(trial: { genotype: readonly number[] }): string {
    return this.options.space.network(trial.genotype);
  }

  async advance(): Promise<readonly TrainEvent<SearchMetric>[]> {
    const { jobs, steps } = this.options;
    for (const trial of this.order.fill(steps))
      jobs.begin(trial.id, { network: this.networkOf(trial), updates: trial.updates });
    const trial = this.order.next;
    if (!trial) return [];
    const result = await jobs.result(trial.id);
    if (!result) return [];
    const { weights, ...measured } = result;
    const limit = Number.isFinite(steps) ? steps : null;
    const tried = { network: this.networkOf(trial), updates: trial.updates, ...measured, limit };
    const isBest = this.take(tried);
    if (isBest) this.bestWeights = weights as Uint8Array<ArrayBuffer>;
    return this.events(tried, isBest);
  }

  /** Counts a trial that has ended. @returns whether it is the best so far */
  private take(trial: SavedTrial): boolean {
    this.order.tell(trial.score ?? -Infinity);
    this.trials.push(trial);
    this.step += trial.updates;
    const isBest = isBetter(trial, this.best);
    if (isBest) this.best = trial;
    return isBest;
  }

  private events(trial: SavedTrial, isBest: boolean): TrainEvent<SearchMetric>[] {
    const { step } = this;
    const { network, updates, score, parameters } = trial;
    const row: TrialRow = { trial: this.trials.length, network, updates, score, parameters, isBest };
    const values = {
      ...(this.best?.score != null && { bestScore: this.best.score }),
      ...(trial.score !== null && { trialScore: trial.score }),
      trialUpdates: trial.updates,
      trialParameters: trial.parameters,
      trials: this.trials.length,
    };
    return [
      { kind: 'trial', step, row },
      { kind: 'metrics', step, values },
    ];
  }

  checkpoint(): Kept {
    const { bestWeights, trials } = this;
    return {
      weights: bestWeights,
      state: {
        json: { trials: [...trials] as unknown as Json },
        arrays: { [BEST]: bestWeights },
        segments: {},
      },
    };
  }

  close(): Promise<void> {
    return this.options.jobs.close();
  }
}
