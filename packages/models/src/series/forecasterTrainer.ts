/** `agon train forecaster --data ID`: a network that forecasts a series. */
import { AgonError, anyJson, parseSettings, wholeNumber, type Json } from '@agon/core';
import { openSeries, resolveDataSpec, type SeriesDataset } from '@agon/data';
import {
  drive,
  Means,
  readState,
  requireOneThread,
  Speed,
  sumsSchema,
  type DataTask,
  type Kept,
  type MetricValues,
  type Run,
  type SavedState,
  type TrainEvent,
  type TrainOptions,
  type TrainPlan,
} from '@agon/learning';
import { describeNetwork } from '@agon/nets';
import * as v from 'valibot';
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

/** The JSON part of a state. */
const savedSchema = v.object({ step: wholeNumber, order: anyJson, means: sumsSchema });

/** All that one run owns. */
class ForecasterRun implements Run<ForecasterMetric> {
  readonly warnings: readonly string[];
  private readonly settings: ForecasterSettings;
  private readonly data: SeriesDataset;
  private readonly scaling: Scaling;
  private readonly windows: WindowLearner;
  private readonly means = new Means<ForecasterMetric>();
  private readonly speed = new Speed();

  private constructor(
    settings: ForecasterSettings,
    data: SeriesDataset,
    scaling: Scaling,
    windows: WindowLearner,
  ) {
    this.settings = settings;
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

  get step(): number {
    return this.windows.learner.step;
  }

  info(): Record<string, Json> {
    const { channels, licence } = this.data;
    const { size, learner } = this.windows;
    return { parameters: learner.parameters.size, windows: size, channels: channels.length, licence };
  }

  begin(resume: SavedState | undefined): void {
    if (resume) {
      const { step, order, means } = readState(savedSchema, resume.json);
      this.means.load(means);
      this.windows.loadOrder(order as Json);
      this.windows.learner.load(step, resume.arrays);
    }
    this.speed.restart(this.step);
  }

  async advance(): Promise<readonly TrainEvent<ForecasterMetric>[]> {
    this.means.add('loss', await this.windows.update());
    return [];
  }

  metrics(): MetricValues<ForecasterMetric> {
    const stepsPerSecond = this.speed.take(this.step);
    const epoch = (this.step * this.settings.batchSize) / this.windows.size;
    return { ...this.means.take(), ...this.windows.learner.report(), epoch, stepsPerSecond };
  }

  /** How the weights that are kept forecast the validation split. */
  async measure(): Promise<readonly TrainEvent<ForecasterMetric>[]> {
    const { model } = this.windows;
    await model.refresh();
    const { validation } = this.data.splits;
    const { context, horizon } = this.scaling;
    const numChannels = this.scaling.channels.length;
    const last = await errorsOf(lastValue(numChannels, horizon), validation, numChannels, context);
    if (last.forecasts === 0) return [];
    const { meanError } = await errorsOf(model, validation, numChannels, context);
    // What measuring took is no part of the speed of learning.
    this.speed.restart(this.step);
    const values = { validationRelativeError: relativeTo(meanError, last.meanError) };
    return [{ kind: 'metrics', step: this.step, values }];
  }

  checkpoint(): Kept {
    const { data, step, windows } = this;
    const { learner } = windows;
    return {
      weights: learner.average.toSafetensors({
        algorithm: 'forecaster',
        data: data.spec,
        licence: data.licence,
        step: `${step}`,
        ...metadataOf(this.scaling),
      }),
      state: {
        json: { step, order: windows.saveOrder(), means: this.means.save() },
        arrays: learner.save(),
        segments: {},
      },
    };
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
