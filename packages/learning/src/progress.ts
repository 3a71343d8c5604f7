/** What the metrics events of learners in environments report: returns of recent episodes, means of what was measured, speed. */
import { integers, numbers, wholeNumber } from '@agon/core';
import * as v from 'valibot';
import { Means, sumsSchema, type Sums } from './means.js';
import type { Metrics, MetricValues } from './metrics.js';
import { Speed } from './speed.js';

/** The last episodes whose mean return is reported. */
const RECENT = 100;

/** What `take` reports beside the means. */
export const progressMetrics = {
  return: { unit: 'reward' },
  episodeLength: { unit: 'steps' },
  episodes: { unit: 'count', isExact: true },
  stepsPerSecond: { unit: 'perSecond' },
} as const satisfies Metrics;

export type ProgressMetric = keyof typeof progressMetrics;

/** Plain data for a state: returns and lengths of the recent episodes, the oldest first, and what `take` has not reported yet. */
export interface SavedProgress {
  returns: number[];
  lengths: number[];
  episodes: number;
  sums: Sums;
}

/** `SavedProgress` in a saved state. */
export const savedProgressSchema = v.object({
  returns: numbers,
  lengths: integers,
  episodes: wholeNumber,
  sums: sumsSchema,
}) satisfies v.GenericSchema<unknown, SavedProgress>;

/** Counts from one metrics event to the next. A step is one decision of one environment. */
export class Progress<Id extends string = string> {
  private returns: number[] = [];
  private lengths: number[] = [];
  private episodes = 0;
  private readonly means = new Means<Id>();
  private readonly speed = new Speed();

  /** An episode is over. @param length in steps */
  episode(episodeReturn: number, length: number): void {
    this.episodes++;
    this.returns.push(episodeReturn);
    this.lengths.push(length);
    if (this.returns.length > RECENT) {
      this.returns.shift();
      this.lengths.shift();
    }
  }

  /** Something measured, of which `take` reports the mean; what is not finite (explained variance of equal returns) is left out. */
  add(name: Id, value: number): void {
    if (Number.isFinite(value)) this.means.add(name, value);
  }

  /** The numbers since the last call; those that there are none of are left out. */
  take(step: number): MetricValues<Id | ProgressMetric> {
    const values: Partial<Record<ProgressMetric, number>> = {
      episodes: this.episodes,
      stepsPerSecond: this.speed.take(step),
    };
    if (this.returns.length) {
      values.return = mean(this.returns);
      values.episodeLength = mean(this.lengths);
    }
    return { ...values, ...this.means.take() } as MetricValues<Id | ProgressMetric>;
  }

  /** A copy of all but the time. */
  save(): SavedProgress {
    const { returns, lengths, episodes } = this;
    return { returns: [...returns], lengths: [...lengths], episodes, sums: this.means.save() };
  }

  /** Goes on from a copy. @param step the run's step, from which speed is measured */
  load(saved: SavedProgress, step: number): void {
    this.returns = [...saved.returns];
    this.lengths = [...saved.lengths];
    this.episodes = saved.episodes;
    this.means.load(saved.sums);
    this.speed.restart(step);
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Whether a multiple of `every` lies among the steps after `before` up to `after`. */
export const passes = (every: number, before: number, after: number): boolean =>
  Math.floor(after / every) > Math.floor(before / every);
