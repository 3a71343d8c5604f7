/** A network that learns a text. B = batch, L = length, N = tokens to learn from. */
import { RandomStream, type Json } from '@agon/core';
import { Parameters } from '@agon/engine';
import {
  takeArray,
  type DataTask,
  type MetricValues,
  type SavedState,
  type TrainEvent,
  type TrainOptions,
} from '@agon/learning';
import type { Network } from '@agon/nets';
import * as tf from '@tensorflow/tfjs';
import { AveragedLearner } from '../../averagedLearner.js';
import { AveragedRun, type OwnState } from '../../averagedRun.js';
import type { TokenisedText } from './textTokens.js';
import { metadataOf } from './loadLanguageModel.js';
import type { LanguageMetric } from './metrics.js';
import { NetworkModel, surpriseOf } from './networkModel.js';
import type { LanguageSettings } from './settings.js';

/** What is carried on, in a state. */
const CARRIED = 'carried';

/**
 * Networks that carry something on read B streams, each from its own place of the text on, a stretch an update; what they carry is not
 * differentiated through (truncated backpropagation through time, Williams & Peng 1990). The others read stretches from anywhere.
 */
export class NetworkRun extends AveragedRun<LanguageMetric> {
  readonly warnings: readonly string[];
  private readonly text: TokenisedText;
  private readonly settings: LanguageSettings;
  private readonly seed: number | string;
  protected readonly learner: AveragedLearner;
  protected readonly updatesOfEpoch: number;
  private readonly model: NetworkModel;
  private readonly carries: boolean;

  private constructor(
    text: TokenisedText,
    settings: LanguageSettings,
    seed: number | string,
    learner: AveragedLearner,
  ) {
    super();
    this.text = text;
    this.warnings = text.data.faults;
    this.settings = settings;
    this.seed = seed;
    this.learner = learner;
    this.model = new NetworkModel(settings.network, settings.length, text.tokeniser, learner.average);
    this.carries = 'state' in learner.inputs;
    this.updatesOfEpoch = text.train.length / (settings.batchSize * settings.length);
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

  info(): Record<string, Json> {
    const { data, train, tokeniser } = this.text;
    return {
      parameters: this.learner.parameters.size,
      tokens: train.length,
      vocabulary: tokeniser.size,
      licence: data.licence,
    };
  }

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

  /** How surprised the weights that are kept are by the validation split. */
  protected async judge(): Promise<MetricValues<LanguageMetric> | undefined> {
    const { validation } = this.text;
    if (validation.length < 2) return undefined;
    await this.model.refresh();
    return { validationLoss: (await this.model.surprise(validation)) / (validation.length - 1) };
  }

  protected about(): Record<string, string> {
    const { data, tokeniser } = this.text;
    return { algorithm: 'language-model', data: data.spec, licence: data.licence, ...metadataOf(tokeniser) };
  }

  protected override saveOwn(): OwnState {
    const { state } = this.learner.inputs;
    return { json: {}, arrays: this.carries ? { [CARRIED]: state.slice() as Float32Array } : {} };
  }

  protected override loadOwn(_: unknown, { [CARRIED]: carried, ...arrays }: SavedState['arrays']) {
    if (this.carries) takeArray(this.learner.inputs.state, CARRIED, { [CARRIED]: carried });
    return arrays;
  }

  async close(): Promise<void> {
    await this.learner.dispose();
    await this.model.dispose();
  }
}
