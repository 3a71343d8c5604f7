/** One run of a classifier of texts. B = batch, K = classes. */
import { AgonError, anyJson, RandomStream, wholeNumber, type Json } from '@agon/core';
import { Shuffler, type LabelledTextDataset } from '@agon/data';
import { Parameters } from '@agon/engine';
import {
  Means,
  readState,
  Speed,
  sumsSchema,
  type Kept,
  type MetricValues,
  type Run,
  type SavedState,
  type TrainEvent,
} from '@agon/learning';
import { WORD_TABLE, type Network } from '@agon/nets';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import { AveragedLearner } from '../../averagedLearner.js';
import type { WordVectors } from '../embeddings/wordVectors.js';
import type { TextClassifierMetric } from './metrics.js';
import { FIRST_WORD, type Reading } from './reading.js';
import type { TextClassifierSettings } from './settings.js';
import { TextClassifierModel } from './textClassifierModel.js';

const savedSchema = v.object({ step: wholeNumber, order: anyJson, means: sumsSchema });

/** Longer gradients are scaled down. */
const CLIP_NORM = 1;

/** What a run begins with. */
export interface Beginning {
  readonly data: LabelledTextDataset;
  readonly reading: Reading;
  /** Words that the network reads of a text. */
  readonly places: number;
  readonly network: Network;
  readonly settings: TextClassifierSettings;
  readonly seed: number;
  /** Of the run; Infinity: it has none. */
  readonly steps: number;
  /** Vectors of words learned elsewhere. */
  readonly vectors?: WordVectors;
}

/** Rows of the table whose words were learned elsewhere; how many there are. @throws bad-option where vectors are of another length */
export function takeVectors(table: Float32Array, { words }: Reading, vectors: WordVectors): number {
  const width = table.length / (words.length + FIRST_WORD);
  if (width !== vectors.dimensions)
    throw new AgonError('bad-option', `the vectors have ${vectors.dimensions} numbers, the network's words ${width}: set network=…:width=${vectors.dimensions}.`); // prettier-ignore
  let known = 0;
  words.forEach((word, i) => {
    if (vectors.numberOf(word) === undefined) return;
    table.set(vectors.vectorOf(word), (i + FIRST_WORD) * width);
    known++;
  });
  return known;
}

export class TextClassifierRun implements Run<TextClassifierMetric> {
  readonly warnings: readonly string[];
  private readonly beginning: Beginning;
  private readonly learner: AveragedLearner;
  private readonly model: TextClassifierModel;
  /** Words of the vocabulary that began as learned elsewhere. */
  private readonly known: number;
  private readonly tokens: Int32Array;
  private readonly order: Shuffler;
  private readonly means = new Means<TextClassifierMetric>();
  private readonly speed = new Speed();

  private constructor(
    beginning: Beginning,
    learner: AveragedLearner,
    model: TextClassifierModel,
    known: number,
  ) {
    const { data, reading, places, seed } = beginning;
    this.beginning = beginning;
    this.learner = learner;
    this.model = model;
    this.known = known;
    this.warnings = data.faults;
    this.tokens = reading.encode(data.splits.train.texts, places);
    this.order = new Shuffler(data.splits.train.texts.length, `run ${seed} / order`);
  }

  /** @throws bad-option where vectors are of another length */
  static async open(beginning: Beginning): Promise<TextClassifierRun> {
    const { reading, places, network, settings, seed, steps, vectors } = beginning;
    const average = new Parameters(network.parameters).initialise(new RandomStream(`run ${seed} / weights`));
    const known = vectors ? takeVectors(average.view(WORD_TABLE), reading, vectors) : 0;
    const { batchSize } = settings;
    const learner = await AveragedLearner.create(
      network,
      average,
      { ...settings, clipNorm: CLIP_NORM, decaySteps: settings.decaySteps || steps },
      {
        rows: batchSize,
        targets: { labels: { shape: [batchSize], dtype: 'int32' } },
        loss: ({ logits }, { labels }) => {
          const wanted = tf.oneHot(tf.cast(labels, 'int32'), reading.classes.length);
          return tf.neg(tf.mean(tf.sum(tf.mul(wanted, tf.logSoftmax(logits)), 1))) as tf.Scalar;
        },
      },
    );
    const model = await TextClassifierModel.over(network, reading, places, average);
    return new TextClassifierRun(beginning, learner, model, known);
  }

  get step(): number {
    return this.learner.step;
  }

  /** The weights that are kept: their moving average. */
  get average(): Parameters {
    return this.learner.average;
  }

  info(): Record<string, Json> {
    const { data, reading, vectors } = this.beginning;
    return {
      parameters: this.learner.parameters.size,
      texts: data.splits.train.texts.length,
      vocabulary: reading.words.length,
      ...(vectors && { wordsWithVectors: this.known }),
      classes: reading.classes.length,
      licence: data.licence,
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
  async advance(): Promise<readonly TrainEvent<TextClassifierMetric>[]> {
    const { learner, tokens: all, beginning } = this;
    const { places } = beginning;
    const { tokens, labels } = learner.inputs;
    const known = beginning.data.splits.train.labels;
    this.order.next(beginning.settings.batchSize).forEach((index, row) => {
      for (let i = 0; i < places; i++) tokens[row * places + i] = all[index * places + i];
      labels[row] = known[index];
    });
    const random = new RandomStream(`run ${beginning.seed} / update ${this.step}`);
    this.means.add('loss', await learner.update(random));
    return [];
  }

  metrics(): MetricValues<TextClassifierMetric> {
    const { settings, data } = this.beginning;
    const epoch = (this.step * settings.batchSize) / data.splits.train.texts.length;
    const stepsPerSecond = this.speed.take(this.step);
    return { ...this.means.take(), ...this.learner.report(), epoch, stepsPerSecond };
  }

  /** What the weights that are kept say about the validation split. */
  async measure(): Promise<readonly TrainEvent<TextClassifierMetric>[]> {
    const { validation } = this.beginning.data.splits;
    if (validation.texts.length === 0) return [];
    await this.model.refresh();
    const { loss, accuracy } = await this.model.measure(validation);
    // What measuring took is no part of the speed of learning.
    this.speed.restart(this.step);
    const values = { validationAccuracy: accuracy, validationLoss: loss };
    return [{ kind: 'metrics', step: this.step, values }];
  }

  checkpoint(): Kept {
    const { learner, beginning, step } = this;
    const { spec, licence } = beginning.data;
    const about = { algorithm: 'text-classifier', data: spec, licence, step: `${step}` };
    return {
      weights: learner.average.toSafetensors({ ...about, ...beginning.reading.save() }),
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
