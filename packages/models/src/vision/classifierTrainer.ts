/** `agon train classifier --data ID`: a network that classifies pictures. */
import { AgonError, parseSettings, RandomStream, type Json } from '@agon/core';
import { Augmenter, openPictures, resolveDataSpec, Shuffler, type PictureDataset } from '@agon/data';
import { Parameters } from '@agon/engine';
import {
  drive,
  readCheckpoint,
  requireOneThread,
  type DataTask,
  type MetricValues,
  type SavedState,
  type TrainEvent,
  type TrainOptions,
  type TrainPlan,
} from '@agon/learning';
import { describeNetwork, takeSharedWeights } from '@agon/nets';
import { AveragedRun, type OwnState } from '../averagedRun.js';
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

/** All that one run owns. */
class ClassifierRun extends AveragedRun<ClassifierMetric> {
  private readonly options: Options;
  private readonly settings: ClassifierSettings;
  private readonly data: PictureDataset;
  private readonly preprocessing: Preprocessing;
  protected readonly learner: ClassifierLearner;
  protected readonly updatesOfEpoch: number;
  private readonly model: ClassifierModel;
  /** Where it learns from attacked pictures. */
  private readonly hardening: Hardening | undefined;
  private readonly order: Shuffler;
  private readonly augmenter: Augmenter;
  private readonly labels: Int32Array;

  private constructor(
    options: Options,
    settings: ClassifierSettings,
    data: PictureDataset,
    preprocessing: Preprocessing,
    learner: ClassifierLearner,
    model: ClassifierModel,
    hardening: Hardening | undefined,
  ) {
    super();
    this.updatesOfEpoch = data.splits.train.size / settings.batchSize;
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
      const learner = hold(await ClassifierLearner.forPictures(network, preprocessing, average, scheduled));
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

  async advance(): Promise<readonly TrainEvent<ClassifierMetric>[]> {
    const { learner, labels } = this;
    const { train } = this.data.splits;
    const random = new RandomStream(`run ${this.options.seed} / update ${this.step}`);
    const indices = this.order.next(labels.length);
    await train.read(indices, learner.pixels);
    this.augmenter.apply(learner.pixels, random);
    for (let i = 0; i < labels.length; i++) labels[i] = train.labels[indices[i]];
    const measured = await learner.learn(labels, random);
    for (const [name, value] of Object.entries(measured)) this.means.add(name as ClassifierMetric, value);
    return this.hardening?.watch(this.step) ?? [];
  }

  /** What the weights that are kept say about the validation split. */
  protected async judge(): Promise<MetricValues<ClassifierMetric> | undefined> {
    const { validation } = this.data.splits;
    if (validation.size === 0) return undefined;
    this.hardening?.follow();
    await this.model.refresh();
    const { loss, accuracy, top5 } = await this.model.measure(validation, this.settings.validationPictures);
    return {
      validationAccuracy: accuracy,
      validationLoss: loss,
      ...(this.data.classes.length > 5 && { validationTop5: top5 }),
    };
  }

  protected override get kept(): Parameters {
    this.hardening?.follow();
    return this.hardening?.parameters ?? this.learner.average;
  }

  protected about(): Record<string, string> {
    const { spec, licence } = this.data;
    return { algorithm: 'classifier', data: spec, licence, ...metadataOf(this.preprocessing) };
  }

  protected override saveOwn(): OwnState {
    const saved = this.hardening?.save();
    const order = this.order.state();
    return { json: { order, ...(saved && { hardening: saved.json }) }, arrays: saved?.arrays };
  }

  protected override loadOwn(
    { order, hardening }: Record<string, unknown>,
    { best, ...arrays }: SavedState['arrays'],
  ): SavedState['arrays'] {
    this.order.restore(order as Json);
    this.hardening?.load(hardening as Json, { best });
    return arrays;
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
