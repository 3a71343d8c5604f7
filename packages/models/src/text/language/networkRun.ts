/** A network that learns a text. B = batch, L = length, N = tokens to learn from. */
import { RandomStream, wholeNumber, type Json } from '@agon/core';
import { Parameters } from '@agon/engine';
import {
  Means,
  readState,
  Speed,
  sumsSchema,
  takeArray,
  type DataTask,
  type Kept,
  type MetricValues,
  type Run,
  type SavedState,
  type TrainEvent,
  type TrainOptions,
} from '@agon/learning';
import type { Network } from '@agon/nets';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import { AveragedLearner } from '../../averagedLearner.js';
import type { TokenisedText } from './textTokens.js';
import { metadataOf } from './loadLanguageModel.js';
import type { LanguageMetric } from './metrics.js';
import { NetworkModel, surpriseOf } from './networkModel.js';
import type { LanguageSettings } from './settings.js';

/** The JSON part of a state. */
const savedSchema = v.object({ step: wholeNumber, means: sumsSchema });

/** What is carried on, in a state. */
const CARRIED = 'carried';

/**
 * Networks that carry something on read B streams, each from its own place of the text on, a stretch an update; what they carry is not
 * differentiated through (truncated backpropagation through time, Williams & Peng 1990). The others read stretches from anywhere.
 */
export class NetworkRun implements Run<LanguageMetric> {
  readonly warnings: readonly string[];
  private readonly text: TokenisedText;
  private readonly settings: LanguageSettings;
  private readonly seed: number | string;
  private readonly learner: AveragedLearner;
  private readonly model: NetworkModel;
  private readonly carries: boolean;
  private readonly means = new Means<LanguageMetric>();
  private readonly speed = new Speed();

  private constructor(
    text: TokenisedText,
    settings: LanguageSettings,
    seed: number | string,
    learner: AveragedLearner,
  ) {
    this.text = text;
    this.warnings = text.data.faults;
    this.settings = settings;
    this.seed = seed;
    this.learner = learner;
    this.model = new NetworkModel(settings.network, settings.length, text.tokeniser, learner.average);
    this.carries = 'state' in learner.inputs;
  }

  static async open(
    text: TokenisedText,
    network: Network,
    settings: LanguageSettings,
    { seed, steps }: Pick<TrainOptions<DataTask>, 'steps'> & { readonly seed: number | string },
  ): Promise<NetworkRun> {
    const { batchSize, length } = settings;
    const average = new Parameters(network.parameters).initialise(new RandomStream(`run ${seed} / weights`));
    const decaySteps = settings.decaySteps || (steps ?? Infinity);
    const learner = await AveragedLearner.create(
      network,
      average,
      { ...settings, decaySteps },
      {
        rows: batchSize,
        targets: { targets: { shape: [batchSize, length], dtype: 'int32' } },
        loss: ({ logits }, { targets }) => tf.mean(surpriseOf(logits, targets)) as tf.Scalar,
      },
    );
    return new NetworkRun(text, settings, seed, learner);
  }

  get step(): number {
    return this.learner.step;
  }

  info(): Record<string, Json> {
    const { data, train, tokeniser } = this.text;
    return {
      parameters: this.learner.parameters.size,
      tokens: train.length,
      vocabulary: tokeniser.size,
      licence: data.licence,
    };
  }

  begin(resume: SavedState | undefined): void {
    if (resume) {
      const { step, means } = readState(savedSchema, resume.json);
      const { [CARRIED]: carried, ...arrays } = resume.arrays;
      this.means.load(means);
      this.learner.load(step, arrays);
      if (this.carries) takeArray(this.learner.inputs.state, CARRIED, { [CARRIED]: carried });
    }
    this.speed.restart(this.step);
  }

  /** One update. What is drawn at random follows from the seed and the number of the update. */
  async advance(): Promise<readonly TrainEvent<LanguageMetric>[]> {
    const { learner, text, settings, step } = this;
    const { batchSize, length } = settings;
    const { tokens, targets } = learner.inputs;
    const rng = new RandomStream(`run ${this.seed} / update ${step}`);
    const { train } = text;
    for (let row = 0; row < batchSize; row++) {
      const first = this.carries
        ? Math.floor((row * train.length) / batchSize) + step * length
        : rng.int(train.length - length);
      for (let i = 0; i < length; i++) {
        tokens[row * length + i] = train[(first + i) % train.length];
        targets[row * length + i] = train[(first + i + 1) % train.length];
      }
    }
    const loss = await learner.update(rng);
    if (this.carries) (learner.inputs.state as Float32Array).set(learner.outputs.nextState as Float32Array);
    this.means.add('loss', loss);
    return [];
  }

  metrics(): MetricValues<LanguageMetric> {
    const { batchSize, length } = this.settings;
    const stepsPerSecond = this.speed.take(this.step);
    const epoch = (this.step * batchSize * length) / this.text.train.length;
    return { ...this.means.take(), ...this.learner.report(), epoch, stepsPerSecond };
  }

  /** How surprised the weights that are kept are by the validation split. */
  async measure(): Promise<readonly TrainEvent<LanguageMetric>[]> {
    const { validation } = this.text;
    if (validation.length < 2) return [];
    await this.model.refresh();
    const validationLoss = (await this.model.surprise(validation)) / (validation.length - 1);
    // What measuring took is no part of the speed of learning.
    this.speed.restart(this.step);
    return [{ kind: 'metrics', step: this.step, values: { validationLoss } }];
  }

  checkpoint(): Kept {
    const { learner, text, step } = this;
    const { spec, licence } = text.data;
    const about = { algorithm: 'language-model', data: spec, licence, step: `${step}` };
    const carried: Kept['state']['arrays'] = this.carries
      ? { [CARRIED]: learner.inputs.state.slice() as Float32Array }
      : {};
    return {
      weights: learner.average.toSafetensors({ ...about, ...metadataOf(text.tokeniser) }),
      state: {
        json: { step, means: this.means.save() },
        arrays: { ...learner.save(), ...carried },
        segments: {},
      },
    };
  }

  async close(): Promise<void> {
    await this.learner.dispose();
    await this.model.dispose();
  }
}
