/** One run of word2vec: a text read again and again. */
import { RandomStream, requireMemory, wholeNumber, type Json } from '@agon/core';
import type { TextDataset } from '@agon/data';
import {
  Means,
  readState,
  Speed,
  sumsSchema,
  takeArray,
  type Kept,
  type MetricValues,
  type Run,
  type SavedState,
  type TrainEvent,
} from '@agon/learning';
import * as v from 'valibot';
import { corpusOf, type Corpus } from './corpus.js';
import type { Word2vecMetric } from './metrics.js';
import type { Word2vecSettings } from './settings.js';
import { rowsOf } from './subwords.js';
import { WindowLearner } from './windowLearner.js';
import { vectorsToWeights } from './wordVectors.js';

/** Words that are read at a time: a run may stop after them. */
const WORDS_TOGETHER = 10_000;
/** The learning rate ends at this share of what it was. */
const LEAST_RATE = 1e-4;

const savedSchema = v.object({ step: wholeNumber, epoch: wholeNumber, line: wholeNumber, means: sumsSchema });

/** What is read of a text: the vectors are measured on other things, so that no split need be kept from them. */
const readable = ({ splits }: TextDataset, reads: Word2vecSettings['reads']): string =>
  reads === 'train' ? splits.train : [splits.train, splits.validation, splits.test].join('\n');

export class Word2vecRun implements Run<Word2vecMetric> {
  /** Words read. */
  step = 0;
  readonly warnings: readonly string[];
  private epoch = 0;
  private line = 0;
  private readonly data: TextDataset;
  private readonly settings: Word2vecSettings;
  private readonly seed: number;
  private readonly corpus: Corpus;
  private readonly learner: WindowLearner;
  private readonly means = new Means<Word2vecMetric>();
  private readonly speed = new Speed();

  /** @throws bad-option where the text has too few words, or the vectors are beyond all memories */
  constructor(data: TextDataset, settings: Word2vecSettings, seed: number) {
    this.data = data;
    this.settings = settings;
    this.seed = seed;
    this.warnings = data.faults;
    this.corpus = corpusOf(readable(data, settings.reads), settings.leastCount);
    const { words } = this.corpus;
    const { dimensions, subwords } = settings;
    const rows = words.length + subwords;
    requireMemory('training by "word2vec"', [
      { what: 'vectors', bytes: 4 * dimensions * (rows + words.length), lower: '"dimensions"' },
    ]);
    this.learner = new WindowLearner(this.corpus, rowsOf(words, subwords), settings, rows, dimensions);
    this.learner.initialise(new RandomStream(`run ${seed} / vectors`));
  }

  get isDone(): boolean {
    return this.epoch === this.settings.epochs;
  }

  info(): Record<string, Json> {
    const { corpus, data, learner, settings } = this;
    return {
      words: corpus.words.length,
      wordsOfText: corpus.tokens.length,
      steps: corpus.tokens.length * settings.epochs,
      parameters: learner.vectors.length + learner.contexts.length,
      licence: data.licence,
    };
  }

  begin(resume: SavedState | undefined): void {
    if (resume) {
      const { step, epoch, line, means } = readState(savedSchema, resume.json);
      takeArray(this.learner.vectors, 'vectors', resume.arrays);
      takeArray(this.learner.contexts, 'contexts', resume.arrays);
      this.means.load(means);
      [this.step, this.epoch, this.line] = [step, epoch, line];
    }
    this.speed.restart(this.step);
  }

  /** Reads some lines. What is drawn follows from the seed and from where they begin. */
  async advance(): Promise<readonly TrainEvent<Word2vecMetric>[]> {
    const { lines } = this.corpus;
    const rate = this.rate();
    this.learner.seed(new RandomStream(`run ${this.seed} / word ${this.step}`).int(2 ** 32));
    const begin = lines[this.line];
    while (this.line < lines.length - 1 && lines[this.line] - begin < WORDS_TOGETHER)
      this.learner.learn(this.line++, rate);
    this.step += lines[this.line] - begin;
    this.means.add('loss', this.learner.takeLoss());
    if (this.line === lines.length - 1) {
      this.line = 0;
      this.epoch++;
    }
    return [];
  }

  /** It falls in a straight line over all epochs. */
  private rate(): number {
    const { learningRate, epochs } = this.settings;
    const left = 1 - this.step / (epochs * this.corpus.tokens.length);
    return learningRate * Math.max(LEAST_RATE, left);
  }

  metrics(): MetricValues<Word2vecMetric> {
    const epoch = this.step / this.corpus.tokens.length;
    const stepsPerSecond = this.speed.take(this.step);
    return { ...this.means.take(), epoch, stepsPerSecond, learningRate: this.rate() };
  }

  checkpoint(): Kept {
    const { corpus, data, learner, settings, step, epoch, line } = this;
    return {
      weights: vectorsToWeights(corpus.words, settings.subwords, learner.vectors, {
        algorithm: 'word2vec',
        data: data.spec,
        licence: data.licence,
        step: `${step}`,
      }),
      state: {
        json: { step, epoch, line, means: this.means.save() },
        arrays: { vectors: learner.vectors.slice(), contexts: learner.contexts.slice() },
        segments: {},
      },
    };
  }

  async close(): Promise<void> {}
}
