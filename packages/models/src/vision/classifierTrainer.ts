/** `agon train classifier --data ID`: a network that classifies pictures. */
import { AgonError, anyJson, parseSettings, RandomStream, wholeNumber, type Json } from '@agon/core';
import { Augmenter, openPictures, resolveDataSpec, Shuffler, type PictureDataset } from '@agon/data';
import { Parameters } from '@agon/engine';
import {
  drive,
  Means,
  readCheckpoint,
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
import { describeNetwork, takeSharedWeights } from '@agon/nets';
import * as v from 'valibot';
import type { DataTrainer } from '../dataTrainer.js';
import { requireTrainingMemory } from '../trainingMemory.js';
import { attackClassifier } from './attacks/attackClassifier.js';
import { ClassifierLearner } from './classifier/classifierLearner.js';
import { ClassifierModel } from './classifier/classifierModel.js';
import { evaluateClassifier } from './classifier/evaluate.js';
import { exportClassifier } from './classifier/exportClassifier.js';
import { networkFor } from './classifier/classifierNetwork.js';
import { classifierSubject } from './classifier/classifierSubject.js';
import { classifierMetrics, type ClassifierMetric } from './classifier/metrics.js';
import { metadataOf, preprocessingOf, type Preprocessing } from './classifier/preprocessing.js';
import { classifierSchema, type ClassifierSettings } from './classifier/settings.js';
import { Hardening } from './hardening.js';

/** Updates between two metrics events. */
const METRICS_EVERY = 50;

type Options = TrainOptions<DataTask>;
type Plan = TrainPlan<DataTask>;

/** @throws bad-option */
const settingsOf = ({ settings }: Plan): ClassifierSettings =>
  parseSettings(classifierSchema, settings, 'algorithm "classifier"');

/** @throws bad-option, unknown-net, not-found (no such dataset), unsupported */
function check(plan: Plan): void {
  requireOneThread('classifier', plan.workers);
  resolveDataSpec(plan.data);
  describeNetwork(settingsOf(plan).network, 'classifier');
}

async function* train(options: Options): AsyncGenerator<TrainEvent<ClassifierMetric>, void> {
  check(options);
  const run = await ClassifierRun.open(options, settingsOf(options));
  yield* drive(run, { ...options, metricsEvery: METRICS_EVERY });
}

/** Faults of the data that are told one by one. */
const MOST_WARNINGS = 20;

/** Copies of the weights beside those of training: the average, the best ones, and those of the programs that measure. */
const AVERAGE_COPIES = 5;

/** The JSON part of a state. */
const savedSchema = v.object({
  step: wholeNumber,
  order: anyJson,
  means: sumsSchema,
  /** Where the training hardens. */
  hardening: v.optional(anyJson),
});

/** All that one run owns. */
class ClassifierRun implements Run<ClassifierMetric> {
  private readonly options: Options;
  private readonly settings: ClassifierSettings;
  private readonly data: PictureDataset;
  private readonly preprocessing: Preprocessing;
  private readonly learner: ClassifierLearner;
  private readonly model: ClassifierModel;
  /** Where it learns from attacked pictures. */
  private readonly hardening: Hardening | undefined;
  private readonly order: Shuffler;
  private readonly augmenter: Augmenter;
  private readonly labels: Int32Array;
  private readonly means = new Means<ClassifierMetric>();
  private readonly speed = new Speed();

  private constructor(
    options: Options,
    settings: ClassifierSettings,
    data: PictureDataset,
    preprocessing: Preprocessing,
    learner: ClassifierLearner,
    model: ClassifierModel,
    hardening: Hardening | undefined,
  ) {
    this.options = options;
    this.settings = settings;
    this.data = data;
    this.preprocessing = preprocessing;
    this.learner = learner;
    this.model = model;
    this.hardening = hardening;
    this.order = new Shuffler(data.splits.train.size, `run ${options.seed} / order`);
    this.augmenter = new Augmenter(data.shape, settings);
    this.labels = new Int32Array(settings.batchSize);
  }

  /** @throws what opening the data throws; unsupported where the network does not read its pictures; bad-checkpoint (`start`) */
  static async open(options: Options, settings: ClassifierSettings): Promise<ClassifierRun> {
    if (!options.files)
      throw new AgonError('unsupported', 'nothing was given to read the data from: pass files.');
    const data = await openPictures(options.data, options.files);
    const preprocessing = await preprocessingOf(data);
    const network = networkFor(settings.network, preprocessing);
    const random = new RandomStream(`run ${options.seed} / weights`);
    const average = new Parameters(network.parameters).initialise(random);
    if (settings.start !== '' && !options.resume) await takeStart(average, settings.start, options);
    const decaySteps = settings.decaySteps || (options.steps ?? Infinity);
    requireTrainingMemory('classifier', network, settings.batchSize, AVERAGE_COPIES);
    const held: { dispose(): Promise<void> }[] = [];
    const hold = <T extends { dispose(): Promise<void> }>(one: T): T => {
      held.push(one);
      return one;
    };
    try {
      const scheduled = { ...settings, decaySteps };
      const learner = hold(await ClassifierLearner.create(network, preprocessing, average, scheduled));
      const { validation } = data.splits;
      const watches = settings.attackEpsilon > 0 && validation.size > 0;
      const seed = `run ${options.seed}`;
      const hardening = watches
        ? hold(await Hardening.open(network, preprocessing, average, validation, settings, seed))
        : undefined;
      const kept = hardening?.parameters ?? average;
      const model = hold(await ClassifierModel.over(network, preprocessing, kept));
      return new ClassifierRun(options, settings, data, preprocessing, learner, model, hardening);
    } catch (error) {
      await Promise.allSettled(held.map((one) => one.dispose()));
      throw error;
    }
  }

  get step(): number {
    return this.learner.step;
  }

  get isDone(): boolean {
    return this.hardening?.isDone ?? false;
  }

  get warnings(): Iterable<string> {
    const { faults, spec } = this.data;
    const more = faults.length - MOST_WARNINGS;
    return more > 0
      ? [
          ...faults.slice(0, MOST_WARNINGS),
          `${more} more of the kind: agon data show ${spec} --json lists all.`,
        ]
      : faults;
  }

  info(): Record<string, Json> {
    const { splits, classes, licence } = this.data;
    return {
      parameters: this.learner.parameters.size,
      pictures: splits.train.size,
      validationPictures: splits.validation.size,
      classes: classes.length,
      licence,
    };
  }

  begin(resume: SavedState | undefined): void {
    if (resume) {
      const { step, order, means, hardening } = readState(savedSchema, resume.json);
      this.means.load(means);
      this.order.restore(order as Json);
      const { best, ...arrays } = resume.arrays;
      this.learner.load(step, arrays);
      this.hardening?.load(hardening, { best });
    }
    this.speed.restart(this.step);
  }

  /** One update. What is drawn at random follows from the seed and the number of the update. */
  async advance(): Promise<readonly TrainEvent<ClassifierMetric>[]> {
    const { learner, labels } = this;
    const { train } = this.data.splits;
    const random = new RandomStream(`run ${this.options.seed} / update ${this.step}`);
    const indices = this.order.next(labels.length);
    await train.read(indices, learner.pixels);
    this.augmenter.apply(learner.pixels, random);
    for (let i = 0; i < labels.length; i++) labels[i] = train.labels[indices[i]];
    const measured = await learner.update(labels, random);
    for (const [name, value] of Object.entries(measured)) this.means.add(name as ClassifierMetric, value);
    return this.hardening?.watch(this.step) ?? [];
  }

  metrics(): MetricValues<ClassifierMetric> {
    const stepsPerSecond = this.speed.take(this.step);
    const epoch = (this.step * this.settings.batchSize) / this.data.splits.train.size;
    return { ...this.means.take(), ...this.learner.report(), epoch, stepsPerSecond };
  }

  /** What the weights that are kept say about the validation split. */
  async measure(): Promise<readonly TrainEvent<ClassifierMetric>[]> {
    const { validation } = this.data.splits;
    if (validation.size === 0) return [];
    this.hardening?.follow();
    await this.model.refresh();
    const { loss, accuracy, top5 } = await this.model.measure(validation, this.settings.validationPictures);
    const values: MetricValues<ClassifierMetric> = {
      validationAccuracy: accuracy,
      validationLoss: loss,
      ...(this.data.classes.length > 5 && { validationTop5: top5 }),
    };
    // What measuring took is no part of the speed of learning.
    this.speed.restart(this.step);
    return [{ kind: 'metrics', step: this.step, values }];
  }

  checkpoint(): Kept {
    const { learner, hardening, data, step } = this;
    hardening?.follow();
    const saved = hardening?.save();
    const weights = (hardening?.parameters ?? learner.average).toSafetensors({
      algorithm: 'classifier',
      data: data.spec,
      licence: data.licence,
      step: `${step}`,
      ...metadataOf(this.preprocessing),
    });
    return {
      weights,
      state: {
        json: {
          ...{ step, order: this.order.state(), means: this.means.save() },
          ...(saved && { hardening: saved.json }),
        },
        arrays: { ...learner.save(), ...saved?.arrays },
        segments: {},
      },
    };
  }

  async close(): Promise<void> {
    await this.learner.dispose();
    await this.model.dispose();
    await this.hardening?.dispose();
  }
}

/** Begins with the layers of other weights that fit. @throws not-found; bad-checkpoint where none fits; not-finite */
async function takeStart(parameters: Parameters, path: string, { checkpoints }: Options): Promise<void> {
  const { weights } = await readCheckpoint(path, checkpoints);
  takeSharedWeights(parameters, weights, path);
}

export const classifier: DataTrainer<ClassifierMetric, typeof classifierSchema> = {
  id: 'classifier',
  title: 'Classifier: a network that classifies pictures',
  paper: 'LeCun et al. 1998, Gradient-based learning applied to document recognition',
  task: { kind: 'data' },
  schema: classifierSchema,
  metrics: classifierMetrics,
  presets: {},
  followsLength: { setting: 'decaySteps', value: 0 },
  headline: [
    'stepsPerSecond',
    'epoch',
    'loss',
    'accuracy',
    'validationAccuracy',
    'validationTop5',
    'robustAccuracy',
  ],
  check,
  // What it takes depends on the pictures, which nobody has opened yet: `open` looks before it takes anything.
  memory: () => [],
  train,
  evaluate: evaluateClassifier,
  subject: classifierSubject,
  attack: attackClassifier,
  toOnnx: exportClassifier,
};
