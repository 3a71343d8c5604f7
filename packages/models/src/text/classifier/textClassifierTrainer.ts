/**
 * `agon train text-classifier --data ID`: a network that classifies texts. It stands beside the trainer of pictures, which is about shapes,
 * augmentation and attacks that texts do not have.
 */
import { AgonError, parseSettings } from '@agon/core';
import { openLabelledTexts, resolveDataSpec } from '@agon/data';
import {
  drive,
  readCheckpoint,
  requireOneThread,
  type DataTask,
  type TrainEvent,
  type TrainOptions,
  type TrainPlan,
} from '@agon/learning';
import { describeNetwork } from '@agon/nets';
import type { DataTrainer } from '../../dataTrainer.js';
import { requireTrainingMemory } from '../../trainingMemory.js';
import { WordVectors } from '../embeddings/wordVectors.js';
import { textClassifierMetrics, type TextClassifierMetric } from './metrics.js';
import { Reading } from './reading.js';
import { textClassifierSchema, type TextClassifierSettings } from './settings.js';
import { evaluateTextClassifier } from './textClassifierModel.js';
import { TextClassifierRun } from './textClassifierRun.js';

/** Updates between two metrics events. */
const METRICS_EVERY = 50;
/** Copies of the weights beside those of training: the average, and that of the program that measures. */
const AVERAGE_COPIES = 3;

type Options = TrainOptions<DataTask>;

/** @throws bad-option */
const settingsOf = ({ settings }: TrainPlan<DataTask>): TextClassifierSettings =>
  parseSettings(textClassifierSchema, settings, 'algorithm "text-classifier"');

/** @throws bad-option, unknown-net, not-found (no such dataset), unsupported */
function check(plan: TrainPlan<DataTask>): void {
  requireOneThread('text-classifier', plan.workers);
  resolveDataSpec(plan.data);
  describeNetwork(settingsOf(plan).network, 'text-classifier');
}

async function* train(options: Options): AsyncGenerator<TrainEvent<TextClassifierMetric>, void> {
  check(options);
  const { files, seed, steps = Infinity } = options;
  if (!files) throw new AgonError('unsupported', 'nothing was given to read the data from: pass files.');
  const settings = settingsOf(options);
  const data = await openLabelledTexts(options.data, files);
  const reading = Reading.of(data.splits.train.texts, { ...settings, classes: data.classes });
  const places = reading.placesFor([...data.splits.train.texts, ...data.splits.validation.texts]);
  const network = reading.network(settings.network, places);
  requireTrainingMemory('text-classifier', network, settings.batchSize, AVERAGE_COPIES);
  const vectors = settings.vectors === '' ? undefined : await vectorsOf(settings.vectors, options);
  const run = await TextClassifierRun.open({
    data,
    reading,
    places,
    network,
    settings,
    seed,
    steps,
    vectors,
  });
  yield* drive(run, { ...options, metricsEvery: METRICS_EVERY });
}

/** @throws not-found; unsupported where it is no model of words; bad-checkpoint */
async function vectorsOf(path: string, { checkpoints }: Options): Promise<WordVectors> {
  const { algorithm, weights } = await readCheckpoint(path, checkpoints);
  if (algorithm === 'word2vec') return WordVectors.load(weights);
  throw new AgonError(
    'unsupported',
    `"${path}" is a ${algorithm}; set vectors to what word2vec has learned.`,
  );
}

export const textClassifier: DataTrainer<TextClassifierMetric, typeof textClassifierSchema> = {
  id: 'text-classifier',
  title: 'Text classifier: a network that tells texts apart',
  paper:
    'Kim 2014, Convolutional neural networks for sentence classification; Joulin et al. 2017, Bag of tricks for efficient text classification',
  task: { kind: 'data' },
  schema: textClassifierSchema,
  metrics: textClassifierMetrics,
  presets: {},
  followsLength: { setting: 'decaySteps', value: 0 },
  headline: ['stepsPerSecond', 'epoch', 'loss', 'validationAccuracy', 'validationLoss'],
  check,
  // What it takes depends on the texts, which nobody has opened yet: it looks before it takes anything.
  memory: () => [],
  train,
  evaluate: evaluateTextClassifier,
};
