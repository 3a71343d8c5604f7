/** One run of a classifier of texts. B = batch, K = classes. */
import { AgonError, RandomStream, type Json } from '@agon/core';
import { Shuffler, type LabelledTextDataset } from '@agon/data';
import { Parameters } from '@agon/engine';
import type { MetricValues, TrainEvent } from '@agon/learning';
import { WORD_TABLE, type Network } from '@agon/nets';
import * as tf from '@tensorflow/tfjs';
import { AveragedLearner } from '../../averagedLearner.js';
import { AveragedRun, type OwnState } from '../../averagedRun.js';
import type { WordVectors } from '../embeddings/wordVectors.js';
import type { TextClassifierMetric } from './metrics.js';
import { FIRST_WORD, type Reading } from './reading.js';
import type { TextClassifierSettings } from './settings.js';
import { TextClassifierModel } from './textClassifierModel.js';

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

export class TextClassifierRun extends AveragedRun<TextClassifierMetric> {
  readonly warnings: readonly string[];
  private readonly beginning: Beginning;
  protected readonly learner: AveragedLearner;
  protected readonly updatesOfEpoch: number;
  private readonly model: TextClassifierModel;
  /** Words of the vocabulary that began as learned elsewhere. */
  private readonly known: number;
  private readonly tokens: Int32Array;
  private readonly order: Shuffler;

  private constructor(
    beginning: Beginning,
    learner: AveragedLearner,
    model: TextClassifierModel,
    known: number,
  ) {
    super();
    const { data, reading, places, seed, settings } = beginning;
    this.updatesOfEpoch = data.splits.train.texts.length / settings.batchSize;
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

  /** What the weights that are kept say about the validation split. */
  protected async judge(): Promise<MetricValues<TextClassifierMetric> | undefined> {
    const { validation } = this.beginning.data.splits;
    if (validation.texts.length === 0) return undefined;
    await this.model.refresh();
    const { loss, accuracy } = await this.model.measure(validation);
    return { validationAccuracy: accuracy, validationLoss: loss };
  }

  protected about(): Record<string, string> {
    const { data, reading } = this.beginning;
    return { algorithm: 'text-classifier', data: data.spec, licence: data.licence, ...reading.save() };
  }

  protected override saveOwn(): OwnState {
    return { json: { order: this.order.state() } };
  }

  protected override loadOwn({ order }: Record<string, unknown>): void {
    this.order.restore(order as Json);
  }

  async close(): Promise<void> {
    await this.learner.dispose();
    await this.model.dispose();
  }
}
