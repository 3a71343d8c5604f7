/** A network that learns to answer sequences. */
import { RandomStream, type Json, type Rng } from '@agon/core';
import { Parameters } from '@agon/engine';
import type { MetricValues, TrainEvent } from '@agon/learning';
import type { Network } from '@agon/nets';
import { AveragedRun } from '../../averagedRun.js';
import { BucketLearner } from './bucketLearner.js';
import { metadataOf } from './loadSequenceModel.js';
import type { Seq2seqMetric } from './metrics.js';
import type { Pairs } from './pairsOf.js';
import { writeRow } from './pairTokens.js';
import { SequenceModel } from './sequenceModel.js';
import type { Seq2seqSettings } from './settings.js';
import { BOUNDARY } from './vocabulary.js';

/** Pairs of the validation split that are measured at each checkpoint. */
const MOST_MEASURED = 1000;

const sameTokens = (a: Int32Array, b: Int32Array): boolean =>
  a.length === b.length && a.every((token, i) => token === b[i]);

export class SequenceRun extends AveragedRun<Seq2seqMetric> {
  readonly warnings: readonly string[];
  private readonly pairs: Pairs;
  private readonly settings: Seq2seqSettings;
  private readonly seed: number | string;
  protected readonly learner: BucketLearner;
  protected readonly updatesOfEpoch: number;
  /** Of the weights that are kept; `refresh` it before it answers. */
  readonly model: SequenceModel;
  /** Of the weights that learn, where the network reads words of its own. */
  private readonly writer: SequenceModel | undefined;
  /** The bucket of each pair. */
  private readonly bucketOf: Int32Array;

  private constructor(
    pairs: Pairs,
    settings: Seq2seqSettings,
    seed: number | string,
    learner: BucketLearner,
  ) {
    super();
    this.pairs = pairs;
    this.updatesOfEpoch = pairs.train.length / settings.batchSize;
    this.warnings = pairs.data.faults;
    this.settings = settings;
    this.seed = seed;
    this.learner = learner;
    const { vocabularies, longest, buckets, train } = pairs;
    this.model = new SequenceModel(settings.network, vocabularies, longest, learner.average);
    if (settings.teacherForcing < 1)
      this.writer = new SequenceModel(settings.network, vocabularies, longest, learner.parameters);
    this.bucketOf = new Int32Array(train.length);
    buckets.forEach(({ members }, bucket) => members.forEach((i) => (this.bucketOf[i] = bucket)));
  }

  static async open(
    pairs: Pairs,
    networks: readonly Network[],
    settings: Seq2seqSettings,
    { seed, steps }: { readonly seed: number | string; readonly steps?: number },
  ): Promise<SequenceRun> {
    const average = new Parameters(networks[0].parameters).initialise(new RandomStream(`run ${seed} / weights`)); // prettier-ignore
    const decaySteps = settings.decaySteps || (steps ?? Infinity);
    const learner = await BucketLearner.create(networks, settings.batchSize, average, { ...settings, decaySteps }); // prettier-ignore
    return new SequenceRun(pairs, settings, seed, learner);
  }

  info(): Record<string, Json> {
    const { data, train, vocabularies } = this.pairs;
    return {
      parameters: this.learner.parameters.size,
      pairs: train.length,
      sourceWords: vocabularies.source.size,
      targetWords: vocabularies.target.size,
      licence: data.licence,
    };
  }

  /** One update on pairs of one bucket, drawn with the chance that a pair is in it. All that is random follows from seed and update. */
  async advance(): Promise<readonly TrainEvent<Seq2seqMetric>[]> {
    const { learner, pairs, settings, step } = this;
    const { batchSize } = settings;
    const rng = new RandomStream(`run ${this.seed} / update ${step}`);
    const bucket = this.bucketOf[rng.int(pairs.train.length)];
    const { members, lengths } = pairs.buckets[bucket];
    const { source, target, wanted } = learner.inputs(bucket);
    for (let row = 0; row < batchSize; row++) {
      const pair = pairs.train[members[rng.int(members.length)]];
      const at = row * lengths.target;
      writeRow(source.subarray(row * lengths.source, (row + 1) * lengths.source), pair.source);
      writeRow(target.subarray(at, at + lengths.target), pair.target, BOUNDARY);
      writeRow(wanted.subarray(at, at + lengths.target), pair.target);
      wanted[at + pair.target.length] = BOUNDARY;
    }
    await this.mixOwnWords(bucket, rng);
    this.means.add('loss', await learner.update(bucket, rng));
    return [];
  }

  /** Puts the network's own words among those that it reads (Bengio et al. 2015; in two passes, Mihaylova & Martins 2019). */
  private async mixOwnWords(bucket: number, rng: Rng): Promise<void> {
    const { writer, settings, pairs, learner } = this;
    if (!writer) return;
    const { lengths } = pairs.buckets[bucket];
    const { source, target } = learner.inputs(bucket);
    const words = await writer.nextWords(lengths, settings.batchSize, source, target);
    for (let i = 0; i < target.length; i++) {
      const isFirst = i % lengths.target === 0;
      if (!isFirst && target[i] > 0 && rng.uniform() >= settings.teacherForcing) target[i] = words[i - 1];
    }
  }

  /** How the weights that are kept answer the validation split. */
  protected async judge(): Promise<MetricValues<Seq2seqMetric> | undefined> {
    const measured = this.pairs.validation.slice(0, MOST_MEASURED);
    if (measured.length === 0) return undefined;
    await this.model.refresh();
    const answers = await this.model.answer(measured);
    const numTokens = measured.reduce((sum, { target }) => sum + target.length + 1, 0);
    const isRight = answers.filter(
      ({ tokens, isEnded }, i) => isEnded && sameTokens(tokens, measured[i].target),
    );
    return {
      validationSequences: isRight.length / measured.length,
      validationLoss: answers.reduce((sum, { surprise }) => sum + surprise, 0) / numTokens,
    };
  }

  protected about(): Record<string, string> {
    const { data, vocabularies, longest } = this.pairs;
    return { algorithm: 'seq2seq', data: data.spec, licence: data.licence, ...metadataOf(vocabularies, longest) }; // prettier-ignore
  }

  async close(): Promise<void> {
    await this.learner.dispose();
    await this.model.dispose();
    await this.writer?.dispose();
  }
}
