/** A forecaster that learns from the windows of a dataset, in an order of its own. */
import { RandomStream, type Json } from '@agon/core';
import { Shuffler, type SeriesDataset } from '@agon/data';
import { Parameters } from '@agon/engine';
import type { Network } from '@agon/nets';
import * as tf from '@tensorflow/tfjs';
import { AveragedLearner } from '../../averagedLearner.js';
import { originsOf } from '../forecaster.js';
import { NetworkForecaster } from './networkForecaster.js';
import { seenChannels, writeContext, writeTarget, type Scaling } from './scaling.js';
import type { ForecasterSettings } from './settings.js';

/** Updates over which the learning rate rises first. */
const WARM_UP = 50;

/** A window: the series and the first step that is forecast. */
interface Window {
  readonly values: Float32Array;
  readonly origin: number;
}

export class WindowLearner {
  readonly learner: AveragedLearner;
  /** With the averaged weights; `refresh` it after updates. */
  readonly model: NetworkForecaster;
  private readonly windows: readonly Window[];
  private readonly scaling: Scaling;
  private readonly order: Shuffler;
  private readonly seed: string;
  private readonly batchSize: number;

  private constructor(
    learner: AveragedLearner,
    model: NetworkForecaster,
    windows: readonly Window[],
    scaling: Scaling,
    batchSize: number,
    seed: string,
  ) {
    this.learner = learner;
    this.model = model;
    this.windows = windows;
    this.scaling = scaling;
    this.batchSize = batchSize;
    this.seed = seed;
    this.order = new Shuffler(windows.length, `${seed} / order`);
  }

  /**
   * @param scaling of the dataset
   * @param settings with the number of updates over which the learning rate falls; Infinity: it does not
   * @param seed everything random follows from it
   */
  static async create(
    { splits, channels }: SeriesDataset,
    scaling: Scaling,
    network: Network,
    settings: ForecasterSettings,
    seed: string,
  ): Promise<WindowLearner> {
    const { batchSize } = settings;
    const { context, horizon } = scaling;
    const windows = splits.train.flatMap((one) =>
      originsOf(one, channels.length, context, horizon).map((origin) => ({ values: one.values, origin })),
    );
    const average = new Parameters(network.parameters).initialise(new RandomStream(`${seed} / weights`));
    const learner = await AveragedLearner.create(
      network,
      average,
      { ...settings, warmUp: WARM_UP, clipNorm: 0 },
      {
        rows: batchSize,
        targets: { target: { shape: [batchSize, ...network.outputs.forecast.shape] } },
        loss: ({ forecast }, { target }) => tf.mean(tf.square(tf.sub(forecast, target))),
      },
    );
    try {
      const model = await NetworkForecaster.over(network, scaling, average);
      return new WindowLearner(learner, model, windows, scaling, batchSize, seed);
    } catch (error) {
      await learner.dispose();
      throw error;
    }
  }

  /** Windows to learn from. */
  get size(): number {
    return this.windows.length;
  }

  /** One update. What is drawn at random follows from the seed and the number of the update. @returns the loss */
  async update(): Promise<number> {
    const { learner, scaling, batchSize, windows } = this;
    const { input, target } = learner.inputs as Record<string, Float32Array>;
    const read = scaling.context * seenChannels(scaling);
    const answered = scaling.horizon * scaling.channels.length;
    const indices = this.order.next(batchSize);
    for (let row = 0; row < batchSize; row++) {
      const { values, origin } = windows[indices[row]];
      writeContext(scaling, values, origin, input, row * read);
      writeTarget(scaling, values, origin, target, row * answered);
    }
    return learner.update(new RandomStream(`${this.seed} / update ${learner.step}`));
  }

  /** Where the order of the windows stands, for a saved state. */
  saveOrder(): Json {
    return this.order.state();
  }

  loadOrder(state: Json): void {
    this.order.restore(state);
  }

  async dispose(): Promise<void> {
    await this.learner.dispose();
    await this.model.dispose();
  }
}
