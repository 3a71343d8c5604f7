/** `agon train forecaster --data ID`: a network that forecasts a series. */
import { AgonError, parseSettings, type Json } from '@agon/core';
import { openSeries, resolveDataSpec, type SeriesDataset } from '@agon/data';
import {
  drive,
  requireOneThread,
  type DataTask,
  type MetricValues,
  type TrainEvent,
  type TrainOptions,
  type TrainPlan,
} from '@agon/learning';
import { describeNetwork } from '@agon/nets';
import { AveragedRun, type OwnState } from '../averagedRun.js';
import type { AveragedLearner } from '../averagedLearner.js';
import type { DataTrainer } from '../dataTrainer.js';
import { requireTrainingMemory } from '../trainingMemory.js';
import { lastValue } from './baselines/lastValue.js';
import { evaluateForecaster } from './evaluateForecaster.js';
import { forecasterMetrics, type ForecasterMetric } from './network/metrics.js';
import { networkFor } from './network/networkForecaster.js';
import { metadataOf, scalingOf, type Scaling } from './network/scaling.js';
import { forecasterSchema, type ForecasterSettings } from './network/settings.js';
import { WindowLearner } from './network/windowLearner.js';
import { errorsOf, relativeTo } from './scoreForecasts.js';

/** Updates between two metrics events. */
const METRICS_EVERY = 50;
/** Copies of the weights beside those of training: the average, and that of the program that measures. */
const AVERAGE_COPIES = 3;

type Options = TrainOptions<DataTask>;
type Plan = TrainPlan<DataTask>;

/** @throws bad-option */
const settingsOf = ({ settings }: Plan): ForecasterSettings =>
  parseSettings(forecasterSchema, settings, 'algorithm "forecaster"');

/** @throws bad-option, unknown-net, not-found (no such dataset), unsupported */
function check(plan: Plan): void {
  requireOneThread('forecaster', plan.workers);
  resolveDataSpec(plan.data);
  describeNetwork(settingsOf(plan).network, 'forecaster');
}

async function* train(options: Options): AsyncGenerator<TrainEvent<ForecasterMetric>, void> {
  check(options);
  const run = await ForecasterRun.open(options, settingsOf(options));
  yield* drive(run, { ...options, metricsEvery: METRICS_EVERY });
}

/** All that one run owns. */
class ForecasterRun extends AveragedRun<ForecasterMetric> {
  readonly warnings: readonly string[];
  protected readonly learner: AveragedLearner;
  protected readonly updatesOfEpoch: number;
  private readonly data: SeriesDataset;
  private readonly scaling: Scaling;
  private readonly windows: WindowLearner;

  private constructor(
    settings: ForecasterSettings,
    data: SeriesDataset,
    scaling: Scaling,
    windows: WindowLearner,
  ) {
    super();
    this.learner = windows.learner;
    this.updatesOfEpoch = windows.size / settings.batchSize;
    this.data = data;
    this.warnings = data.faults;
    this.scaling = scaling;
    this.windows = windows;
  }

  /** @throws what opening the data throws; bad-option where a window is longer than every series; unsupported */
  static async open(options: Options, settings: ForecasterSettings): Promise<ForecasterRun> {
    if (!options.files)
      throw new AgonError('unsupported', 'nothing was given to read the data from: pass files.');
    const data = await openSeries(options.data, options.files);
    const scaling = scalingOf(data, settings);
    const network = networkFor(settings.network, scaling);
    requireTrainingMemory('forecaster', network, settings.batchSize, AVERAGE_COPIES);
    const decaySteps = settings.decaySteps || (options.steps ?? Infinity);
    const scheduled = { ...settings, decaySteps };
    const windows = await WindowLearner.create(data, scaling, network, scheduled, `run ${options.seed}`);
    return new ForecasterRun(settings, data, scaling, windows);
  }

  info(): Record<string, Json> {
    const { channels, licence } = this.data;
    const { size, learner } = this.windows;
    return { parameters: learner.parameters.size, windows: size, channels: channels.length, licence };
  }

  async advance(): Promise<readonly TrainEvent<ForecasterMetric>[]> {
    this.means.add('loss', await this.windows.update());
    return [];
  }

  /** How the weights that are kept forecast the validation split. */
  protected async judge(): Promise<MetricValues<ForecasterMetric> | undefined> {
    const { model } = this.windows;
    await model.refresh();
    const { validation } = this.data.splits;
    const { context, horizon } = this.scaling;
    const numChannels = this.scaling.channels.length;
    const last = await errorsOf(lastValue(numChannels, horizon), validation, numChannels, context);
    if (last.forecasts === 0) return undefined;
    const { meanError } = await errorsOf(model, validation, numChannels, context);
    return { validationRelativeError: relativeTo(meanError, last.meanError) };
  }

  protected about(): Record<string, string> {
    const { spec, licence } = this.data;
    return { algorithm: 'forecaster', data: spec, licence, ...metadataOf(this.scaling) };
  }

  protected override saveOwn(): OwnState {
    return { json: { order: this.windows.saveOrder() } };
  }

  protected override loadOwn({ order }: Record<string, unknown>): void {
    this.windows.loadOrder(order as Json);
  }

  close(): Promise<void> {
    return this.windows.dispose();
  }
}

export const forecaster: DataTrainer<ForecasterMetric, typeof forecasterSchema> = {
  id: 'forecaster',
  title: 'Forecaster: a network that forecasts series over time',
  paper:
    'Bai, Kolter & Koltun 2018, An empirical evaluation of generic convolutional and recurrent networks for sequence modeling',
  task: { kind: 'data' },
  schema: forecasterSchema,
  metrics: forecasterMetrics,
  presets: {},
  followsLength: { setting: 'decaySteps', value: 0 },
  headline: ['stepsPerSecond', 'epoch', 'loss', 'validationRelativeError'],
  check,
  // What it takes depends on the series, which nobody has opened yet: `open` looks before it takes anything.
  memory: () => [],
  train,
  evaluate: evaluateForecaster,
};
