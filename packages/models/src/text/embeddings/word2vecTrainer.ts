/** `agon train word2vec --data ID`: words become vectors. */
import { AgonError, parseSettings } from '@agon/core';
import { openText, resolveDataSpec } from '@agon/data';
import {
  drive,
  requireOneThread,
  type DataTask,
  type TrainEvent,
  type TrainOptions,
  type TrainPlan,
} from '@agon/learning';
import type { DataTrainer } from '../../dataTrainer.js';
import { evaluateVectors } from './evaluateVectors.js';
import { word2vecMetrics, type Word2vecMetric } from './metrics.js';
import { word2vecSchema, type Word2vecSettings } from './settings.js';
import { Word2vecRun } from './word2vecRun.js';

/** Words between two metrics events. */
const METRICS_EVERY = 200_000;
const WORDS_PER_SECOND = 50_000;

/** @throws bad-option */
const settingsOf = ({ settings }: TrainPlan<DataTask>): Word2vecSettings =>
  parseSettings(word2vecSchema, settings, 'algorithm "word2vec"');

/** @throws bad-option, not-found (no such dataset), unsupported */
function check(plan: TrainPlan<DataTask>): void {
  requireOneThread('word2vec', plan.workers);
  resolveDataSpec(plan.data);
  settingsOf(plan);
}

async function* train(options: TrainOptions<DataTask>): AsyncGenerator<TrainEvent<Word2vecMetric>, void> {
  check(options);
  if (!options.files)
    throw new AgonError('unsupported', 'nothing was given to read the data from: pass files.');
  const data = await openText(options.data, options.files);
  const run = new Word2vecRun(data, settingsOf(options), options.seed);
  yield* drive(run, { ...options, metricsEvery: METRICS_EVERY });
}

export const word2vec: DataTrainer<Word2vecMetric, typeof word2vecSchema> = {
  id: 'word2vec',
  title: 'word2vec: words become vectors, by the words around them',
  paper:
    'Mikolov et al. 2013, Distributed representations of words and phrases; Bojanowski et al. 2017, Enriching word vectors with subword information',
  task: { kind: 'data' },
  schema: word2vecSchema,
  metrics: word2vecMetrics,
  presets: {},
  headline: ['stepsPerSecond', 'epoch', 'loss'],
  endsWithItsData: true,
  nominalSpeed: WORDS_PER_SECOND,
  check,
  // What it takes depends on the text, which nobody has opened yet: it looks before it takes anything.
  memory: () => [],
  train,
  evaluate: evaluateVectors,
};
