/** What runs that learn by gradients from data share: their state, their weights, the numbers between two events. */
import { wholeNumber, type Json } from '@agon/core';
import type { Parameters } from '@agon/engine';
import {
  Means,
  readState,
  Speed,
  sumsSchema,
  type Kept,
  type MetricValues,
  type Run,
  type SavedState,
  type TrainEvent,
  type TrainState,
} from '@agon/learning';
import * as v from 'valibot';

/** What takes the updates, and keeps a moving average of the weights. */
export interface Learner {
  /** Updates done. */
  readonly step: number;
  readonly parameters: Parameters;
  readonly average: Parameters;
  report(): { learningRate: number; gradientNorm: number };
  save(): TrainState['arrays'];
  load(step: number, arrays: SavedState['arrays']): void;
  dispose(): Promise<void>;
}

/** What all such runs measure. */
type CommonMetric = 'learningRate' | 'gradientNorm' | 'epoch' | 'stepsPerSecond';

/** What a run keeps beside its learner. */
export interface OwnState {
  readonly json: Readonly<Record<string, Json>>;
  readonly arrays?: TrainState['arrays'];
}

/** The JSON part of a state; the rest of it is the run's own. */
const savedSchema = v.looseObject({ step: wholeNumber, means: sumsSchema });

export abstract class AveragedRun<Id extends string> implements Run<Id | CommonMetric> {
  protected abstract readonly learner: Learner;
  protected readonly means = new Means<Id | CommonMetric>();
  private readonly speed = new Speed();

  /** Updates done. */
  get step(): number {
    return this.learner.step;
  }

  begin(resume: SavedState | undefined): void {
    if (resume) {
      const { step, means, ...own } = readState(savedSchema, resume.json);
      this.means.load(means);
      this.learner.load(step, this.loadOwn(own, resume.arrays) ?? resume.arrays);
    }
    this.speed.restart(this.step);
  }

  metrics(): MetricValues<Id | CommonMetric> {
    const epoch = this.step / this.updatesOfEpoch;
    const stepsPerSecond = this.speed.take(this.step);
    return { ...this.means.take(), ...this.learner.report(), epoch, stepsPerSecond };
  }

  /** What the weights that are kept say about what is not learned from. */
  async measure(): Promise<readonly TrainEvent<Id | CommonMetric>[]> {
    const values = await this.judge();
    // What measuring took is no part of the speed of learning.
    this.speed.restart(this.step);
    return values ? [{ kind: 'metrics', step: this.step, values }] : [];
  }

  checkpoint(): Kept {
    const { step, means } = this;
    const { json, arrays } = this.saveOwn();
    return {
      weights: this.kept.toSafetensors({ ...this.about(), step: `${step}` }),
      state: {
        json: { ...json, step, means: means.save() },
        arrays: { ...this.learner.save(), ...arrays },
        segments: {},
      },
    };
  }

  abstract info(): Record<string, Json>;

  /** One update. What is drawn at random follows from the seed and the number of the update. */
  abstract advance(): Promise<readonly TrainEvent<Id | CommonMetric>[]>;

  abstract close(): Promise<void>;

  /** Updates in which as many examples are read as there are. */
  protected abstract readonly updatesOfEpoch: number;

  /** What stands in a file of weights beside them: what learned, from what, and what a reader of the weights must know. */
  protected abstract about(): Readonly<Record<string, string>>;

  /** What `measure` tells; undefined where there is nothing to measure on. */
  protected abstract judge(): Promise<MetricValues<Id | CommonMetric> | undefined>;

  /** The weights that are kept. */
  protected get kept(): Parameters {
    return this.learner.average;
  }

  /** What is saved beside the learner. */
  protected saveOwn(): OwnState {
    return { json: {} };
  }

  /** Takes back what `saveOwn` gave. @returns the arrays that are the learner's, where not all are @throws bad-checkpoint */
  protected loadOwn(_json: unknown, _arrays: SavedState['arrays']): SavedState['arrays'] | void {}
}
