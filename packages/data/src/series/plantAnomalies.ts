/** Anomalies in series, at known places. */
import { RandomStream, shuffle } from '@agon/core';
import type { SeriesDataset, TimeSeries } from '../timeSeries.js';

/** A planted step is off by so many typical changes of its channel, up or down. */
const SMALLEST = 5;
const LARGEST = 10;
/** Steps between two of them, so that each stands alone. */
const APART = 12;

/** [C] The root of the mean square of the changes from step to step. */
function typicalChanges(series: readonly TimeSeries[], numChannels: number): Float64Array {
  const squares = new Float64Array(numChannels);
  let count = 0;
  for (const { values } of series) {
    for (let i = numChannels; i < values.length; i++)
      squares[i % numChannels] += (values[i] - values[i - numChannels]) ** 2;
    count += Math.max(0, values.length / numChannels - 1);
  }
  return squares.map((sum) => Math.sqrt(sum / Math.max(1, count)));
}

/**
 * Plants single steps at which one channel jumps away and comes back, at least 12 steps apart, at random places of the split.
 * @param count anomalies in all; fewer where there is no room
 */
export function plantAnomalies(
  series: readonly TimeSeries[],
  numChannels: number,
  count: number,
): TimeSeries[] {
  const rng = new RandomStream('planted anomalies');
  const changes = typicalChanges(series, numChannels);
  const places = series.flatMap(({ values, from }, which) => {
    const steps = values.length / numChannels;
    const room = Math.floor((steps - from - 1) / APART);
    // The place within each stretch of 12 is drawn, but not at its ends.
    return Array.from({ length: Math.max(0, room) }, (_, i) => ({
      which,
      step: from + i * APART + 1 + rng.int(APART - 2),
    }));
  });
  shuffle(places, rng);
  const planted = series.map(({ values, from }) => ({
    values: values.slice(),
    from,
    anomalous: new Uint8Array(values.length / numChannels),
  }));
  for (const { which, step } of places.slice(0, count)) {
    const channel = rng.int(numChannels);
    const size = (SMALLEST + (LARGEST - SMALLEST) * rng.uniform()) * changes[channel];
    planted[which].values[step * numChannels + channel] += rng.uniform() < 0.5 ? size : -size;
    planted[which].anomalous[step] = 1;
  }
  return planted;
}

/** A dataset whose test has so many of them. */
export function plantedIn<D extends Pick<SeriesDataset, 'channels' | 'splits'>>(
  dataset: D,
  count: number,
): D {
  if (count === 0) return dataset;
  const { channels, splits } = dataset;
  return { ...dataset, splits: { ...splits, test: plantAnomalies(splits.test, channels.length, count) } };
}
