/** A trained forecaster on a dataset, beside what needs no training. */
import { AgonError } from '@agon/core';
import { openSeries, type SeriesDataset, type SplitName } from '@agon/data';
import type { DataCheckpoint, FileStore } from '@agon/learning';
import type { ForecasterScore, MeasuredData, ModelScore } from '../dataTrainer.js';
import { anomalyArea, usualErrors } from './anomalies.js';
import { autoregression } from './baselines/autoregression.js';
import { lastValue } from './baselines/lastValue.js';
import { seasonal } from './baselines/seasonal.js';
import type { Forecaster } from './forecaster.js';
import { loadForecaster, NetworkForecaster } from './network/networkForecaster.js';
import type { Scaling } from './network/scaling.js';
import { errorsOf, relativeTo } from './scoreForecasts.js';

/** Steps that the autoregression looks back, at most: those of a short season and as many more. */
const MOST_ORDER = 24;

/** Forecasters that are not trained by gradients, by name. */
export function baselinesFor(
  { channels, splits }: SeriesDataset,
  { horizon, context, season }: Pick<Scaling, 'horizon' | 'context' | 'season'>,
): Readonly<Record<string, Forecaster>> {
  const numChannels = channels.length;
  return {
    lastValue: lastValue(numChannels, horizon),
    ...(season > 0 && { seasonal: seasonal(numChannels, horizon, season) }),
    autoregression: autoregression(splits.train, numChannels, horizon, Math.min(context, MOST_ORDER)),
  };
}

/** @throws unsupported where the channels are others than those that it learned from */
function requireSame({ channels }: Scaling, data: SeriesDataset): void {
  if (channels.length === data.channels.length && channels.every((name, i) => name === data.channels[i]))
    return;
  throw new AgonError(
    'unsupported',
    `the model forecasts ${channels.join(', ')}; ${data.spec} holds ${data.channels.join(', ')}.`,
  );
}

/** How well it tells planted anomalies; what is usual the validation split says. */
async function areaOf(
  forecaster: Forecaster,
  { channels, splits }: SeriesDataset,
  split: SplitName,
  context: number,
): Promise<number | undefined> {
  const usual = await usualErrors(forecaster, splits.validation, channels.length, context);
  return anomalyArea(forecaster, splits[split], channels.length, context, usual);
}

/** @throws what opening the data throws; unsupported; bad-checkpoint; bad-file where the split is shorter than a window */
export async function evaluateForecaster(
  checkpoint: DataCheckpoint,
  on: MeasuredData,
  files: FileStore,
): Promise<ModelScore> {
  const data = await openSeries(on.data, files);
  const { network, scaling, parameters } = loadForecaster(checkpoint);
  requireSame(scaling, data);
  const model = await NetworkForecaster.over(network, scaling, parameters);
  try {
    const { context, change } = scaling;
    const numChannels = data.channels.length;
    const split = data.splits[on.split];
    const forecasters: Record<string, Forecaster> = { network: model, ...baselinesFor(data, scaling) };
    const last = await errorsOf(forecasters.lastValue, split, numChannels, context);
    if (last.forecasts === 0)
      throw new AgonError('bad-file', `split ${on.split} of ${data.spec} has no room for a forecast after ${context} steps.`); // prettier-ignore
    const hasAnomalies = split.some(({ anomalous }) => anomalous !== undefined);
    const scores: Record<string, ForecasterScore> = {};
    for (const [name, forecaster] of Object.entries(forecasters)) {
      const { meanError } = await errorsOf(forecaster, split, numChannels, context);
      const area = hasAnomalies ? await areaOf(forecaster, data, on.split, context) : undefined;
      scores[name] = {
        meanError,
        relativeError: relativeTo(meanError, last.meanError),
        ...(area !== undefined && { anomalyArea: area }),
      };
    }
    return {
      n: last.forecasts,
      loss: relativeTo(scores.network.meanError, change),
      channels: data.channels,
      forecasters: scores,
    };
  } finally {
    await model.dispose();
  }
}
