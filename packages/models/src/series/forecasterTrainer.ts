/** `agon train forecaster --data ID`: a network that forecasts a series. */
import {
  AgonError,
  anyJson,
  parseSettings,
  RandomStream,
  requireMemory,
  wholeNumber,
  type Json,
  type MemoryItem,
} from '@agon/core';
import { openSeries, resolveDataSpec, Shuffler, type SeriesDataset } from '@agon/data';
import { Parameters } from '@agon/engine';
import {
  drive,
  learnerMemory,
  Means,
  readState,
  requireOneThread,
  Speed,
  sumsSchema,
  type DataCheckpoint,
  type DataTask,
  type Kept,
  type MetricValues,
  type Run,
  type SavedState,
  type TrainedSubject,
  type TrainEvent,
  type TrainOptions,
  type TrainPlan,
} from '@agon/learning';
import { batchOf, describeNetwork, trainingBatchOf, type Network } from '@agon/nets';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import { AveragedLearner } from '../averagedLearner.js';
import type { DataTrainer } from '../dataTrainer.js';
import { lastValue } from './baselines/lastValue.js';
import { evaluateForecaster } from './evaluateForecaster.js';
import { originsOf } from './forecaster.js';
import { forecasterMetrics, type ForecasterMetric } from './network/metrics.js';
import { loadForecaster, NetworkForecaster, networkFor } from './network/networkForecaster.js';
import {
  metadataOf,
  scalingOf,
  seenChannels,
  writeContext,
  writeTarget,
  type Scaling,
} from './network/scaling.js';
import { forecasterSchema, type ForecasterSettings } from './network/settings.js';
import { errorsOf, relativeTo } from './scoreForecasts.js';

/** Updates between two metrics events. */
const METRICS_EVERY = 50;
/** Updates over which the learning rate rises first. */
const WARM_UP = 50;
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

/** A window to learn from: the series and the first step that is forecast. */
interface Window {
  readonly values: Float32Array;
  readonly origin: number;
}

/** All that one run owns. */
class ForecasterRun implements Run<ForecasterMetric> {
  readonly warnings: readonly string[];
  private readonly options: Options;
  private readonly settings: ForecasterSettings;
  private readonly data: SeriesDataset;
  private readonly scaling: Scaling;
  private readonly learner: AveragedLearner;
  private readonly model: NetworkForecaster;
  private readonly windows: readonly Window[];
  private readonly order: Shuffler;
  private readonly means = new Means<ForecasterMetric>();
  private readonly speed = new Speed();

  private constructor(
    options: Options,
    settings: ForecasterSettings,
    data: SeriesDataset,
    scaling: Scaling,
    learner: AveragedLearner,
    model: NetworkForecaster,
  ) {
    this.options = options;
    this.settings = settings;
    this.data = data;
    this.warnings = data.faults;
    this.scaling = scaling;
    this.learner = learner;
    this.model = model;
    const { context, horizon } = settings;
    this.windows = data.splits.train.flatMap((one) =>
      originsOf(one, data.channels.length, context, horizon).map((origin) => ({
        values: one.values,
        origin,
      })),
    );
    this.order = new Shuffler(this.windows.length, `run ${options.seed} / order`);
  }

  /** @throws what opening the data throws; bad-option where a window is longer than every series; unsupported */
  static async open(options: Options, settings: ForecasterSettings): Promise<ForecasterRun> {
    if (!options.files)
      throw new AgonError('unsupported', 'nothing was given to read the data from: pass files.');
    const data = await openSeries(options.data, options.files);
    const scaling = scalingOf(data, settings);
    const network = networkFor(settings.network, scaling);
    requireMemory('training by "forecaster"', memoryOf(network, settings.batchSize));
    const average = new Parameters(network.parameters).initialise(
      new RandomStream(`run ${options.seed} / weights`),
    );
    const decaySteps = settings.decaySteps || (options.steps ?? Infinity);
    const { batchSize } = settings;
    const learner = await AveragedLearner.create(
      network,
      average,
      { ...settings, decaySteps, warmUp: WARM_UP, clipNorm: 0 },
      {
        rows: batchSize,
        targets: { target: { shape: [batchSize, ...network.outputs.forecast.shape] } },
        loss: ({ forecast }, { target }) => tf.mean(tf.square(tf.sub(forecast, target))),
      },
    );
    try {
      const model = await NetworkForecaster.over(network, scaling, average);
      return new ForecasterRun(options, settings, data, scaling, learner, model);
    } catch (error) {
      await learner.dispose();
      throw error;
    }
  }

  get step(): number {
    return this.learner.step;
  }

  info(): Record<string, Json> {
    const { channels, licence } = this.data;
    return {
      parameters: this.learner.parameters.size,
      windows: this.windows.length,
      channels: channels.length,
      licence,
    };
  }

  begin(resume: SavedState | undefined): void {
    if (resume) {
      const { step, order, means } = readState(savedSchema, resume.json);
      this.means.load(means);
      this.order.restore(order as Json);
      this.learner.load(step, resume.arrays);
    }
    this.speed.restart(this.step);
  }

  /** One update. What is drawn at random follows from the seed and the number of the update. */
  async advance(): Promise<readonly TrainEvent<ForecasterMetric>[]> {
    const { learner, scaling, settings, windows } = this;
    const { input, target } = learner.inputs as Record<string, Float32Array>;
    const [read, answered] = [
      scaling.context * seenChannels(scaling),
      scaling.horizon * scaling.channels.length,
    ];
    const indices = this.order.next(settings.batchSize);
    for (let row = 0; row < settings.batchSize; row++) {
      const { values, origin } = windows[indices[row]];
      writeContext(scaling, values, origin, input, row * read);
      writeTarget(scaling, values, origin, target, row * answered);
    }
    const loss = await learner.update(new RandomStream(`run ${this.options.seed} / update ${this.step}`));
    this.means.add('loss', loss);
    return [];
  }

  metrics(): MetricValues<ForecasterMetric> {
    const stepsPerSecond = this.speed.take(this.step);
    const epoch = (this.step * this.settings.batchSize) / this.windows.length;
    return { ...this.means.take(), ...this.learner.report(), epoch, stepsPerSecond };
  }

  /** How the weights that are kept forecast the validation split. */
  async measure(): Promise<readonly TrainEvent<ForecasterMetric>[]> {
    await this.model.refresh();
    const { validation } = this.data.splits;
    const { context, horizon } = this.scaling;
    const numChannels = this.scaling.channels.length;
    const last = await errorsOf(lastValue(numChannels, horizon), validation, numChannels, context);
    if (last.forecasts === 0) return [];
    const { meanError } = await errorsOf(this.model, validation, numChannels, context);
    // What measuring took is no part of the speed of learning.
    this.speed.restart(this.step);
    const values = { validationRelativeError: relativeTo(meanError, last.meanError) };
    return [{ kind: 'metrics', step: this.step, values }];
  }

  checkpoint(): Kept {
    const { learner, data, step } = this;
    return {
      weights: learner.average.toSafetensors({
        algorithm: 'forecaster',
        data: data.spec,
        licence: data.licence,
        step: `${step}`,
        ...metadataOf(this.scaling),
      }),
      state: {
        json: { step, order: this.order.state(), means: this.means.save() },
        arrays: learner.save(),
        segments: {},
      },
    };
  }

  async close(): Promise<void> {
    await this.learner.dispose();
    await this.model.dispose();
  }
}

/** What training takes; known once the data is open. @throws bad-option for a network beyond all memories */
const memoryOf = (network: Network, batchSize: number): MemoryItem[] =>
  learnerMemory(
    {
      parameters: network.parameters,
      fn: network.training.apply,
      inputs: (rows) => trainingBatchOf(network, rows),
    },
    { rows: batchSize, copies: AVERAGE_COPIES, batch: '"batchSize"' },
  );

/** From what the network sees of a series to the changes that it forecasts. @throws bad-checkpoint, not-finite, unknown-net */
function forecasterSubject(checkpoint: DataCheckpoint): TrainedSubject {
  const { network, scaling, parameters } = loadForecaster(checkpoint);
  const names = Array.from({ length: scaling.horizon }, (_, ahead) =>
    scaling.channels.map((name) => `${name}, ${ahead + 1} ahead`),
  );
  const inputs = batchOf(network, 1);
  return { fn: network.apply, inputs, parameters, input: 'input', names: { forecast: names.flat() } };
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
  subject: forecasterSubject,
};
