/** `agon train language-model --data ID`: a network, or counts, that say what comes next in a text. */
import { AgonError, parseSettings, requireMemory } from '@agon/core';
import { openText, resolveDataSpec } from '@agon/data';
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
import { CountedRun } from './countedRun.js';
import { evaluateLanguage } from './evaluateLanguage.js';
import { languageMetrics, type LanguageMetric } from './metrics.js';
import { networkFor } from './networkModel.js';
import { NetworkRun } from './networkRun.js';
import { isNgram, orderOf } from './ngramModel.js';
import { sampleText } from './sampling/sampleText.js';
import { languageSchema, type LanguageSettings } from './settings.js';
import { tokeniserFor, type TokenisedText } from './textTokens.js';

/** Updates between two metrics events. */
const METRICS_EVERY = 50;
/** Copies of the weights beside those of training: the average, and that of the program that measures. */
const AVERAGE_COPIES = 3;

/** Bytes of a character to learn from: in the text, in its splits, and as a token. */
const CHARACTER_BYTES = 10;

type Options = TrainOptions<DataTask>;
type Plan = TrainPlan<DataTask>;

/** @throws bad-option */
const settingsOf = ({ settings }: Pick<Plan, 'settings'>): LanguageSettings =>
  parseSettings(languageSchema, settings, 'algorithm "language-model"');

/** @throws bad-option, unknown-net, not-found (no such dataset), unsupported */
function check(plan: Plan): void {
  requireOneThread('language-model', plan.workers);
  resolveDataSpec(plan.data);
  const { network } = settingsOf(plan);
  if (isNgram(network)) orderOf(network);
  else describeNetwork(network, 'language-model');
}

async function* train(options: Options): AsyncGenerator<TrainEvent<LanguageMetric>, void> {
  check(options);
  const settings = settingsOf(options);
  const text = await readText(options, settings);
  const run = isNgram(settings.network)
    ? new CountedRun(text, orderOf(settings.network))
    : await openNetwork(text, settings, options);
  yield* drive(run, { ...options, metricsEvery: METRICS_EVERY });
}

/** Symbols of the validation split that are not in what is learned from would have no token: characters are those of both. */
async function readText({ data: spec, files }: Options, settings: LanguageSettings): Promise<TokenisedText> {
  if (!files) throw new AgonError('unsupported', 'nothing was given to read the data from: pass files.');
  const data = await openText(spec, files);
  const { train: learned, validation, test } = data.splits;
  requireMemory('training by "language-model"', [
    { what: 'the text', bytes: CHARACTER_BYTES * learned.length, lower: 'the length of the text' },
  ]);
  const tokeniser = tokeniserFor(
    settings.tokens === 'characters' ? learned + validation + test : learned,
    settings,
  );
  return { data, tokeniser, train: tokeniser.encode(learned), validation: tokeniser.encode(validation) };
}

/** @throws bad-option for a network beyond all memories, or a text shorter than a stretch */
async function openNetwork(
  text: TokenisedText,
  settings: LanguageSettings,
  options: Options,
): Promise<NetworkRun> {
  const { network: spec, length, batchSize } = settings;
  if (text.train.length <= length) {
    throw new AgonError(
      'bad-option',
      `a stretch of ${length} tokens is longer than the text to learn from (${text.train.length} tokens); set a smaller length.`,
    );
  }
  const network = networkFor(spec, 'language-model', length, text.tokeniser.size);
  requireTrainingMemory('language-model', network, batchSize, AVERAGE_COPIES);
  return NetworkRun.open(text, network, settings, options);
}

export const languageModel: DataTrainer<LanguageMetric, typeof languageSchema> = {
  id: 'language-model',
  title: 'Language model: what comes next in a text',
  paper:
    'Bengio et al. 2003, A neural probabilistic language model; Mikolov et al. 2010; Vaswani et al. 2017',
  task: { kind: 'data' },
  schema: languageSchema,
  metrics: languageMetrics,
  presets: {},
  followsLength: { setting: 'decaySteps', value: 0 },
  // Counting is one step.
  length: (settings) => (isNgram(settingsOf({ settings }).network) ? 1 : undefined),
  headline: ['stepsPerSecond', 'epoch', 'loss', 'validationLoss'],
  check,
  // What it takes depends on the text, which nobody has opened yet: it looks before it takes anything.
  memory: () => [],
  train,
  evaluate: evaluateLanguage,
  sample: sampleText,
};
