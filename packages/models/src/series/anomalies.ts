/**
 * Anomalies by forecasts: a step is the stranger, the farther it lies from all that was forecast for it. Forecasts from behind an anomaly
 * have read it and err; those from before it have not, so that the steps behind it do not look strange too. C = channels, H = horizon.
 */
import type { TimeSeries } from '@agon/data';
import { originsOf, type Forecaster } from './forecaster.js';

/** Forecasts of one step that are looked at: of one step ahead, and of two. More of them find fewer anomalies: they err more themselves. */
const FORECASTS = 2;

/** The usual error of forecasts, [H, C]: how far ahead they are, and of which channel. */
export async function usualErrors(
  forecaster: Forecaster,
  series: readonly TimeSeries[],
  numChannels: number,
  context: number,
): Promise<Float64Array> {
  const { horizon } = forecaster;
  const sums = new Float64Array(horizon * numChannels);
  let count = 0;
  for (const one of series) {
    const origins = originsOf(one, numChannels, context, horizon);
    const forecasts = await forecaster.forecast(one.values, origins);
    origins.forEach((origin, i) => {
      for (let k = 0; k < sums.length; k++)
        sums[k] += Math.abs(forecasts[i * sums.length + k] - one.values[origin * numChannels + k]);
    });
    count += origins.length;
  }
  return sums.map((sum) => sum / Math.max(1, count) || 1);
}

/**
 * How strange each step of a series is: in the channel where that is most, the least of the errors of the forecasts for it, each over its
 * usual one.
 * @param usual [H, C]
 * @returns of each step of the split that has a whole context before it
 */
export async function strangeness(
  forecaster: Forecaster,
  series: TimeSeries,
  numChannels: number,
  context: number,
  usual: Float64Array,
): Promise<{ step: number; score: number }[]> {
  const { horizon } = forecaster;
  const origins = originsOf(series, numChannels, context, 1);
  const forecasts = await forecaster.forecast(series.values, origins);
  return origins.map((step, i) => {
    let score = 0;
    for (let c = 0; c < numChannels; c++) {
      let least = Infinity;
      for (let ahead = 0; ahead < Math.min(horizon, FORECASTS, i + 1); ahead++) {
        const forecast = forecasts[((i - ahead) * horizon + ahead) * numChannels + c];
        const error = Math.abs(forecast - series.values[step * numChannels + c]);
        least = Math.min(least, error / usual[ahead * numChannels + c]);
      }
      score = Math.max(score, least);
    }
    return { step, score };
  });
}

/**
 * The area under the ROC curve: the chance that one of the true ones has a higher score than one of the others, ties counted half
 * (Hanley & McNeil 1982); undefined where there are none of either.
 */
export function areaUnderRoc(scores: readonly number[], isTrue: readonly boolean[]): number | undefined {
  const order = scores.map((_, i) => i).sort((a, b) => scores[a] - scores[b]);
  const positives = isTrue.filter(Boolean).length;
  const negatives = scores.length - positives;
  if (positives === 0 || negatives === 0) return undefined;
  let rankSum = 0;
  for (let first = 0; first < order.length;) {
    let end = first;
    while (end < order.length && scores[order[end]] === scores[order[first]]) end++;
    // Equal ones share the mean of their ranks, which begin at 1.
    for (let k = first; k < end; k++) if (isTrue[order[k]]) rankSum += (first + 1 + end) / 2;
    first = end;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** That of a forecaster on series with planted anomalies. */
export async function anomalyArea(
  forecaster: Forecaster,
  series: readonly TimeSeries[],
  numChannels: number,
  context: number,
  usual: Float64Array,
): Promise<number | undefined> {
  const scores: number[] = [];
  const isTrue: boolean[] = [];
  for (const one of series) {
    for (const { step, score } of await strangeness(forecaster, one, numChannels, context, usual)) {
      scores.push(score);
      isTrue.push(one.anomalous?.[step] === 1);
    }
  }
  return areaUnderRoc(scores, isTrue);
}
