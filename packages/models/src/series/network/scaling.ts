/**
 * What a network sees of a series, and how its answers are read: changes since the last step that is known, in units of how much a channel
 * usually changes over the horizon (a series that rises for ever looks the same at its end as at its beginning), and beside them the levels
 * themselves where they matter. It stands in the file of the weights. C = channels.
 */
import { AgonError, parseJson } from '@agon/core';
import type { SeriesDataset, TimeSeries } from '@agon/data';
import { decodeSafetensors } from '@agon/engine';
import * as v from 'valibot';

export interface Scaling {
  /** The names of the C channels. */
  readonly channels: readonly string[];
  /** Steps after which it looks much the same again; 0: none. */
  readonly season: number;
  readonly context: number;
  readonly horizon: number;
  /** Whether the network sees levels too. */
  readonly level: boolean;
  /** [C] The usual change over the horizon. */
  readonly change: readonly number[];
  /** [C] Of the levels. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** A channel that never changes is not divided by 0. */
const LEAST = 1e-12;

/** @throws bad-file where no series is long enough for a window */
export function scalingOf(
  { channels, season, splits, spec }: SeriesDataset,
  { context, horizon, level }: Pick<Scaling, 'context' | 'horizon' | 'level'>,
): Scaling {
  const numChannels = channels.length;
  const { train } = splits;
  const longest = Math.max(...train.map(({ values }) => values.length / numChannels));
  if (longest < context + horizon) {
    throw new AgonError(
      'bad-option',
      `a window of ${context} steps and ${horizon} ahead is longer than the longest series of ${spec} (${longest} steps to learn from); set a smaller context or horizon.`,
    );
  }
  const mean = meansOf(train, numChannels, (value) => value);
  const squares = meansOf(train, numChannels, (value, channel) => (value - mean[channel]) ** 2);
  const changes = train.map(({ values }) => changesOf(values, horizon * numChannels));
  const change = meansOf(changes, numChannels, (value) => value ** 2);
  const root = (square: number): number => Math.max(LEAST, Math.sqrt(square));
  const about = { channels, season, context, horizon, level };
  return { ...about, change: change.map(root), mean, deviation: squares.map(root) };
}

const changesOf = (values: Float32Array, apart: number): Pick<TimeSeries, 'values'> => ({
  values: values.subarray(apart).map((value, i) => value - values[i]),
});

function meansOf(
  series: readonly Pick<TimeSeries, 'values'>[],
  numChannels: number,
  of: (value: number, channel: number) => number,
): number[] {
  const sums = new Array<number>(numChannels).fill(0);
  let count = 0;
  for (const { values } of series) {
    values.forEach((value, i) => (sums[i % numChannels] += of(value, i % numChannels)));
    count += values.length;
  }
  return sums.map((sum) => sum / (count / numChannels));
}

/** Numbers that the network sees of each step. */
export const seenChannels = ({ channels, level }: Scaling): number => channels.length * (level ? 2 : 1);

/**
 * Writes what the network sees before an origin: [context, C or 2 C].
 * @param values [T, C] of one series
 */
export function writeContext(
  { channels, context, level, change, mean, deviation }: Scaling,
  values: Float32Array,
  origin: number,
  out: Float32Array,
  at: number,
): void {
  const numChannels = channels.length;
  const last = (origin - 1) * numChannels;
  for (let step = origin - context; step < origin; step++) {
    for (let c = 0; c < numChannels; c++)
      out[at++] = (values[step * numChannels + c] - values[last + c]) / change[c];
    if (!level) continue;
    for (let c = 0; c < numChannels; c++)
      out[at++] = (values[step * numChannels + c] - mean[c]) / deviation[c];
  }
}

/** Writes what it should answer: [horizon, C]. */
export function writeTarget(
  { channels, horizon, change }: Scaling,
  values: Float32Array,
  origin: number,
  out: Float32Array,
  at: number,
): void {
  const numChannels = channels.length;
  const last = (origin - 1) * numChannels;
  for (let i = 0; i < horizon * numChannels; i++) {
    const c = i % numChannels;
    out[at + i] = (values[origin * numChannels + i] - values[last + c]) / change[c];
  }
}

const positive = v.pipe(v.number(), v.gtValue(0));
const steps = v.pipe(v.number(), v.integer(), v.minValue(1));
const schema = v.pipe(
  v.object({
    channels: v.pipe(v.array(v.string()), v.minLength(1)),
    season: v.pipe(v.number(), v.integer(), v.minValue(0)),
    context: steps,
    horizon: steps,
    level: v.boolean(),
    change: v.array(positive),
    mean: v.array(v.number()),
    deviation: v.array(positive),
  }),
  v.check(
    ({ channels, change, mean, deviation }) =>
      [change, mean, deviation].every(({ length }) => length === channels.length),
    'must have a change, a mean and a deviation for each channel',
  ),
);

/** The key of the scaling in the metadata of a file of weights. */
const KEY = 'scaling';

/** As a file of weights holds it. */
export const metadataOf = (scaling: Scaling): Record<string, string> => ({ [KEY]: JSON.stringify(scaling) });

/** Reads it back. @throws bad-checkpoint where the weights have none */
export function readScaling(weights: Uint8Array): Scaling {
  const text = decodeSafetensors(weights).metadata[KEY];
  if (text === undefined)
    throw new AgonError('bad-checkpoint', 'the weights do not say which series they are for.');
  return parseJson(schema, text, 'the scaling among the weights');
}
