/** A network that learns to answer sequences. */
import { RandomStream, wholeNumber, type Json, type Rng } from '@agon/core';
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
import type { Network } from '@agon/nets';
import * as v from 'valibot';
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

/** The JSON part of a state. */
const savedSchema = v.object({ step: wholeNumber, means: sumsSchema });

const sameTokens = (a: Int32Array, b: Int32Array): boolean =>
  a.length === b.length && a.every((token, i) => token === b[i]);

export class SequenceRun implements Run<Seq2seqMetric> {
  readonly warnings: readonly string[];
  private readonly pairs: Pairs;
  private readonly settings: Seq2seqSettings;
  private readonly seed: number | string;
  private readonly learner: BucketLearner;
  /** Of the weights that are kept; `refresh` it before it answers. */
  readonly model: SequenceModel;
  /** Of the weights that learn, where the network reads words of its own. */
  private readonly writer: SequenceModel | undefined;
  /** The bucket of each pair. */
  private readonly bucketOf: Int32Array;
  private readonly means = new Means<Seq2seqMetric>();
  private readonly speed = new Speed();

  private constructor(
    pairs: Pairs,
    settings: Seq2seqSettings,
    seed: number | string,
    learner: BucketLearner,
  ) {
    this.pairs = pairs;
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

  get step(): number {
    return this.learner.step;
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

  begin(resume: SavedState | undefined): void {
    if (resume) {
      const { step, means } = readState(savedSchema, resume.json);
      this.means.load(means);
      this.learner.load(step, resume.arrays);
    }
    this.speed.restart(this.step);
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

  metrics(): MetricValues<Seq2seqMetric> {
    const stepsPerSecond = this.speed.take(this.step);
    const epoch = (this.step * this.settings.batchSize) / this.pairs.train.length;
    return { ...this.means.take(), ...this.learner.report(), epoch, stepsPerSecond };
  }

  /** How the weights that are kept answer the validation split. */
  async measure(): Promise<readonly TrainEvent<Seq2seqMetric>[]> {
    const measured = this.pairs.validation.slice(0, MOST_MEASURED);
    if (measured.length === 0) return [];
    await this.model.refresh();
    const answers = await this.model.answer(measured);
    const numTokens = measured.reduce((sum, { target }) => sum + target.length + 1, 0);
    const isRight = answers.filter(
      ({ tokens, isEnded }, i) => isEnded && sameTokens(tokens, measured[i].target),
    );
    const values = {
      validationSequences: isRight.length / measured.length,
      validationLoss: answers.reduce((sum, { surprise }) => sum + surprise, 0) / numTokens,
    };
    // What measuring took is no part of the speed of learning.
    this.speed.restart(this.step);
    return [{ kind: 'metrics', step: this.step, values }];
  }

  checkpoint(): Kept {
    const { learner, pairs, step } = this;
    const { spec, licence } = pairs.data;
    const about = { algorithm: 'seq2seq', data: spec, licence, step: `${step}` };
    return {
      weights: learner.average.toSafetensors({ ...about, ...metadataOf(pairs.vocabularies, pairs.longest) }),
      state: { json: { step, means: this.means.save() }, arrays: learner.save(), segments: {} },
    };
  }

  async close(): Promise<void> {
    await this.learner.dispose();
    await this.model.dispose();
    await this.writer?.dispose();
  }
}
