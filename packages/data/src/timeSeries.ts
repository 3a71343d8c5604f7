/** Series of numbers over time, in splits. */
import type { SplitName } from './pictures.js';

/** One series. T = steps, C = channels. */
export interface TimeSeries {
  /** [T, C] */
  readonly values: Float32Array;
  /** The first step that belongs to the split; those before it are known to whoever forecasts it. */
  readonly from: number;
  /** [T] 1 where an anomaly was planted; absent where none was. */
  readonly anomalous?: Uint8Array;
}

/** A dataset of series, opened. */
export interface SeriesDataset {
  /** Its spec with all options: what `openSeries` opens the same again from. */
  readonly spec: string;
  readonly title: string;
  /** As the card of what was trained on it names it. */
  readonly licence: string;
  /** Where it comes from: a package with its version, "made by agon". */
  readonly source: string;
  /** The names of the C channels, with their units. */
  readonly channels: readonly string[];
  /** Steps after which it looks much the same again: 12 months; 0 where nothing is known of it. */
  readonly season: number;
  /** One long series is cut in time, many short ones are told apart whole. */
  readonly splits: Readonly<Record<SplitName, readonly TimeSeries[]>>;
  /** What was left out, each a sentence. */
  readonly faults: readonly string[];
}
