/** Learning to forecast: the mean squared error over the horizon, with a moving average of the weights, which is what is kept. */
import {
  adamW,
  cosineSchedule,
  Parameters,
  trainStep,
  warmup,
  type ArrayMap,
  type Schedule,
  type TrainStep,
} from '@agon/engine';
import type { Rng } from '@agon/core';
import {
  averageRate,
  loadAveraged,
  saveAveraged,
  type MetricValues,
  type SavedState,
  type TrainState,
} from '@agon/learning';
import { trainingBatchOf, type Network } from '@agon/nets';
import * as tf from '@tensorflow/tfjs';
import type { ForecasterMetric } from './metrics.js';
import type { ForecasterSettings } from './settings.js';

/** Updates over which the learning rate rises first. */
const WARM_UP = 50;

/** One network that learns from batches of windows. */
export class ForecasterLearner {
  readonly parameters: Parameters;
  readonly average: Parameters;
  /** Updates done. */
  step = 0;
  private readonly train: TrainStep;
  private readonly schedule: Schedule;
  private readonly averaging: number;
  private readonly noise: readonly string[];

  private constructor(
    train: TrainStep,
    parameters: Parameters,
    average: Parameters,
    { learningRate, decaySteps, averaging }: ForecasterSettings,
    noise: readonly string[],
  ) {
    this.train = train;
    this.parameters = parameters;
    this.average = average;
    this.averaging = averaging;
    this.noise = noise;
    const rise = Math.min(WARM_UP, Math.floor(decaySteps / 10));
    const fall = decaySteps - rise;
    this.schedule = warmup(
      rise,
      Number.isFinite(fall) ? cosineSchedule(learningRate, 0, Math.max(1, fall)) : () => learningRate,
    );
  }

  /**
   * Compiles the training step of a network.
   * @param average the weights to begin with; from then on their moving average
   * @param settings with the number of updates over which the learning rate falls; Infinity: it does not
   */
  static async create(
    network: Network,
    average: Parameters,
    settings: ForecasterSettings,
  ): Promise<ForecasterLearner> {
    const parameters = new Parameters(network.parameters);
    parameters.copyFrom(average);
    const read = trainingBatchOf(network, settings.batchSize);
    const target = { shape: [settings.batchSize, ...network.outputs.forecast.shape] };
    const train = await trainStep(
      ({ target: wanted, ...inputs }, values) => {
        const { forecast, ...others } = network.training.apply(inputs, values);
        return { ...others, loss: tf.mean(tf.square(tf.sub(forecast, wanted))) as tf.Scalar };
      },
      {
        inputs: { ...read, target },
        parameters,
        optimiser: adamW({ weightDecay: settings.weightDecay }),
      },
    );
    return new ForecasterLearner(train, parameters, average, settings, Object.keys(network.training.noise));
  }

  /** Where the windows of the next update are written: `input` [B, context, …] and `target` [B, horizon, C]. */
  get inputs(): ArrayMap {
    return this.train.inputs;
  }

  /** One update on the windows in `inputs`. @param rng draws the network's noise @returns the loss */
  async update(rng: Rng): Promise<number> {
    for (const name of this.noise) {
      const values = this.train.inputs[name] as Float32Array;
      for (let i = 0; i < values.length; i++) values[i] = rng.uniform();
    }
    const loss = await this.train.run(this.schedule(this.step));
    this.step++;
    this.average.copyFrom(this.parameters, averageRate(this.averaging, this.step));
    return loss;
  }

  /** What the learner itself stands at. */
  report(): MetricValues<ForecasterMetric> {
    return { learningRate: this.schedule(this.step), gradientNorm: this.train.gradientNorm };
  }

  /** Weights, average and moments, for a saved state. */
  save(): TrainState['arrays'] {
    const { parameters, average, train } = this;
    return saveAveraged({ parameters, average, train });
  }

  /** Goes on from a saved state. @throws bad-checkpoint where it is of another network */
  load(step: number, arrays: SavedState['arrays']): void {
    const { parameters, average, train } = this;
    loadAveraged({ parameters, average, train }, step, arrays);
    this.step = step;
  }

  dispose(): Promise<void> {
    return this.train.dispose();
  }
}
