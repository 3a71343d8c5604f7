/** A classifier that learns in a lesson: by the learner, the augmentation and the measures of `agon train classifier`. */
import { parseSettings, RandomStream } from '@agon/core';
import { Augmenter, Shuffler, type PictureSplit } from '@agon/data';
import { Parameters } from '@agon/engine';
import { numLearned, type Network } from '@agon/nets';
import { ClassifierLearner } from '../../vision/classifier/classifierLearner.js';
import { ClassifierModel, type ClassifierScore } from '../../vision/classifier/classifierModel.js';
import { networkFor } from '../../vision/classifier/classifierNetwork.js';
import type { Preprocessing } from '../../vision/classifier/preprocessing.js';
import { classifierSchema } from '../../vision/classifier/settings.js';

/** How one learns. */
export interface LearningPlan {
  readonly network: string;
  /** Updates over which the learning rate falls. */
  readonly updates: number;
  readonly seed: string;
  /** Settings of `agon train classifier` besides; the others have their defaults. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** One network and what it learns from. */
export class PictureLearner {
  readonly network: Network;
  private readonly pictures: PictureSplit;
  private readonly learner: ClassifierLearner;
  private readonly model: ClassifierModel;
  private readonly order: Shuffler;
  private readonly augmenter: Augmenter;
  private readonly seed: string;
  private readonly labels: Int32Array;

  private constructor(
    network: Network,
    pictures: PictureSplit,
    learner: ClassifierLearner,
    model: ClassifierModel,
    augmenter: Augmenter,
    seed: string,
    batchSize: number,
  ) {
    this.network = network;
    this.pictures = pictures;
    this.learner = learner;
    this.model = model;
    this.augmenter = augmenter;
    this.seed = seed;
    this.order = new Shuffler(pictures.size, `${seed} / order`);
    this.labels = new Int32Array(batchSize);
  }

  /** @throws unknown-net, bad-option, unsupported */
  static async create(
    pictures: PictureSplit,
    preprocessing: Preprocessing,
    { network: spec, updates, seed, more }: LearningPlan,
  ): Promise<PictureLearner> {
    const given = { network: spec, decaySteps: updates, batchSize: Math.min(64, pictures.size), ...more };
    const settings = parseSettings(classifierSchema, given, 'the training of a lesson');
    const network = networkFor(spec, preprocessing);
    const average = new Parameters(network.parameters).initialise(new RandomStream(`${seed} / weights`));
    const learner = await ClassifierLearner.forPictures(network, preprocessing, average, settings);
    const model = await ClassifierModel.over(network, preprocessing, average);
    const augmenter = new Augmenter(preprocessing.shape, settings);
    return new PictureLearner(network, pictures, learner, model, augmenter, seed, settings.batchSize);
  }

  /** Values that are learned. */
  get numParameters(): number {
    return numLearned(this.network);
  }

  /** The averaged weights, which are what is measured: always the same object. */
  get average(): Parameters {
    return this.learner.average;
  }

  get updates(): number {
    return this.learner.step;
  }

  /** Some updates. @returns the mean loss of their batches, in nats */
  async learn(updates: number): Promise<number> {
    const { learner, labels, pictures } = this;
    let sum = 0;
    for (let i = 0; i < updates; i++) {
      const random = new RandomStream(`${this.seed} / update ${learner.step}`);
      const indices = this.order.next(labels.length);
      await pictures.read(indices, learner.pixels);
      this.augmenter.apply(learner.pixels, random);
      for (let row = 0; row < labels.length; row++) labels[row] = pictures.labels[indices[row]];
      sum += (await learner.learn(labels, random)).loss ?? 0;
    }
    return sum / updates;
  }

  /** How well the averaged weights tell a split's pictures apart. */
  async measure(split: PictureSplit): Promise<ClassifierScore> {
    await this.model.refresh();
    return this.model.measure(split);
  }

  async dispose(): Promise<void> {
    await this.learner.dispose();
    await this.model.dispose();
  }
}
