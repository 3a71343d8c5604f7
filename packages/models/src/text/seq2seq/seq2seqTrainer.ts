/** `agon train seq2seq --data ID`: a network that reads one sequence and writes another. */
import { AgonError, parseSettings } from '@agon/core';
import { openPairs, resolveDataSpec } from '@agon/data';
import {
  drive,
  requireOneThread,
  type DataTask,
  type TrainEvent,
  type TrainOptions,
  type TrainPlan,
} from '@agon/learning';
import { describeNetwork } from '@agon/nets';
import type { DataTrainer } from '../../dataTrainer.js';
import { requireTrainingMemory } from '../../trainingMemory.js';
import { answerPrompt } from './answerPrompt.js';
import { evaluateSequences } from './evaluateSequences.js';
import { seq2seqMetrics, type Seq2seqMetric } from './metrics.js';
import { pairsOf, type Pairs } from './pairsOf.js';
import { sequenceNetwork } from './sequenceModel.js';
import { SequenceRun } from './sequenceRun.js';
import { seq2seqSchema, type Seq2seqSettings } from './settings.js';

/** Updates between two metrics events. */
const METRICS_EVERY = 50;
/** Copies of the weights beside those of training: the average, and that of the program that measures. */
const AVERAGE_COPIES = 3;

type Options = TrainOptions<DataTask>;
type Plan = TrainPlan<DataTask>;

/** @throws bad-option */
const settingsOf = ({ settings }: Plan): Seq2seqSettings =>
  parseSettings(seq2seqSchema, settings, 'algorithm "seq2seq"');

/** @throws bad-option, unknown-net, not-found (no such dataset), unsupported */
function check(plan: Plan): void {
  requireOneThread('seq2seq', plan.workers);
  resolveDataSpec(plan.data);
  describeNetwork(settingsOf(plan).network, 'sequence-to-sequence');
}

async function* train(options: Options): AsyncGenerator<TrainEvent<Seq2seqMetric>, void> {
  check(options);
  const settings = settingsOf(options);
  const pairs = await readPairs(options, settings);
  const networks = pairs.buckets.map(({ lengths }) =>
    sequenceNetwork(settings.network, pairs.vocabularies, lengths),
  );
  requireTrainingMemory('seq2seq', networks[networks.length - 1], settings.batchSize, AVERAGE_COPIES);
  const run = await SequenceRun.open(pairs, networks, settings, options);
  yield* drive(run, { ...options, metricsEvery: METRICS_EVERY });
}

async function readPairs({ data, files }: Options, settings: Seq2seqSettings): Promise<Pairs> {
  if (!files) throw new AgonError('unsupported', 'nothing was given to read the data from: pass files.');
  return pairsOf(await openPairs(data, files), settings);
}

export const seq2seq: DataTrainer<Seq2seqMetric, typeof seq2seqSchema> = {
  id: 'seq2seq',
  title: 'Sequence to sequence: one sequence is read, another written',
  paper:
    'Sutskever et al. 2014; Bahdanau et al. 2015; Luong et al. 2015; Gehring et al. 2017; Vaswani et al. 2017',
  task: { kind: 'data' },
  schema: seq2seqSchema,
  metrics: seq2seqMetrics,
  presets: {},
  followsLength: { setting: 'decaySteps', value: 0 },
  headline: ['stepsPerSecond', 'epoch', 'loss', 'validationSequences'],
  check,
  // What it takes depends on the pairs, which nobody has opened yet: it looks before it takes anything.
  memory: () => [],
  train,
  evaluate: evaluateSequences,
  sample: answerPrompt,
};
