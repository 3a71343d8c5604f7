/** Means of what is measured between two reports. */
import { wholeNumber } from '@agon/core';
import * as v from 'valibot';
import type { MetricValues } from './metrics.js';

/** Sum and count of each number that was measured, by name; plain data. */
export type Sums = Record<string, { sum: number; count: number }>;

/** `Sums` in a saved state. */
export const sumsSchema = v.record(
  v.string(),
  v.object({ sum: v.number(), count: wholeNumber }),
) satisfies v.GenericSchema<unknown, Sums>;

/** Means of named numbers. */
export class Means<Id extends string = string> {
  private sums: Sums = {};

  /** One more measurement. */
  add(name: Id, value: number): void {
    const entry = (this.sums[name] ??= { sum: 0, count: 0 });
    entry.sum += value;
    entry.count++;
  }

  /** The means since the last call, in the order in which their names came. */
  take(): MetricValues<Id> {
    const means = Object.entries(this.sums).map(([name, { sum, count }]) => [name, sum / count]);
    this.sums = {};
    return Object.fromEntries(means) as MetricValues<Id>;
  }

  /** A copy of what `take` has not reported yet. */
  save(): Sums {
    return structuredClone(this.sums);
  }

  load(saved: Sums): void {
    this.sums = structuredClone(saved);
  }
}
