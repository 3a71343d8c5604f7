/**
 * A network that learns from batches of a few fixed shapes: a compiled training step for each, which share weights, gradients and moments.
 * AdamW, its learning rate along half a cosine, with a moving average of the weights, which is what is kept.
 */
import type { Rng } from '@agon/core';
import { adamW, Parameters, trainStep, type ArrayMap, type Optimiser, type Schedule, type TrainStep } from '@agon/engine'; // prettier-ignore
import { averageRate, loadAveraged, saveAveraged, type SavedState, type TrainState } from '@agon/learning';
import { trainingBatchOf, type Network } from '@agon/nets';
import * as tf from '@tensorflow/tfjs';
import { scheduleOf, type LearnerSettings } from '../../averagedLearner.js';
import { surpriseOf } from '../language/networkModel.js';

export class BucketLearner {
  readonly parameters: Parameters;
  readonly average: Parameters;
  /** Updates done, which all training steps count together. */
  private readonly updates: { done: number };
  private readonly trains: readonly TrainStep[];
  private readonly schedule: Schedule;
  private readonly averaging: number;
  private readonly noise: readonly string[];
  private last: TrainStep;

  private constructor(
    trains: readonly TrainStep[],
    parameters: Parameters,
    average: Parameters,
    settings: LearnerSettings,
    noise: readonly string[],
    updates: { done: number },
  ) {
    this.updates = updates;
    this.trains = trains;
    this.last = trains[0];
    this.parameters = parameters;
    this.average = average;
    this.averaging = settings.averaging;
    this.noise = noise;
    this.schedule = scheduleOf(settings);
  }

  /**
   * Compiles a training step for each shape.
   * @param networks one and the same for each of the lengths
   * @param average the weights to begin with; from then on their moving average
   */
  static async create(
    networks: readonly Network[],
    rows: number,
    average: Parameters,
    settings: LearnerSettings,
  ): Promise<BucketLearner> {
    const parameters = new Parameters(networks[0].parameters);
    parameters.copyFrom(average);
    const { weightDecay, clipNorm } = settings;
    const updates = { done: 0 };
    const plain = adamW({ weightDecay });
    // Each step counts its own updates; the moments are those of all.
    const optimiser: Optimiser = {
      ...plain,
      update: (update) => plain.update({ ...update, step: updates.done + 1 }),
    };
    const trains: TrainStep[] = [];
    for (const network of networks) {
      const { target } = trainingBatchOf(network, rows);
      const train = await trainStep(
        ({ wanted, ...inputs }, values) => {
          const { logits } = network.training.apply(inputs, values);
          const counts = tf.cast(tf.greater(wanted, 0), 'float32');
          const surprise = tf.mul(surpriseOf(logits, wanted), counts);
          return { loss: tf.div(tf.sum(surprise), tf.sum(counts)) as tf.Scalar };
        },
        {
          inputs: { ...trainingBatchOf(network, rows), wanted: target },
          parameters,
          optimiser,
          ...(clipNorm > 0 && { clipNorm }),
        },
      );
      trains.push(train);
    }
    const noise = Object.keys(networks[0].training.noise);
    return new BucketLearner(trains, parameters, average, settings, noise, updates);
  }

  /** Updates done. */
  get step(): number {
    return this.updates.done;
  }

  /** Where a batch of a shape is written: `source`, `target`, and `wanted`, 0 where nothing is. */
  inputs(bucket: number): ArrayMap {
    return this.trains[bucket].inputs;
  }

  /** One update on the batch of a shape. @param rng draws the network's noise @returns the loss of a token */
  async update(bucket: number, rng: Rng): Promise<number> {
    const train = this.trains[bucket];
    for (const name of this.noise) {
      const values = train.inputs[name] as Float32Array;
      for (let i = 0; i < values.length; i++) values[i] = rng.uniform();
    }
    const loss = await train.run(this.schedule(this.step));
    this.last = train;
    this.updates.done++;
    this.average.copyFrom(this.parameters, averageRate(this.averaging, this.step));
    return loss;
  }

  /** What the learner itself stands at. */
  report(): { learningRate: number; gradientNorm: number } {
    return { learningRate: this.schedule(this.step), gradientNorm: this.last.gradientNorm };
  }

  /** Weights, average and moments, for a saved state. */
  save(): TrainState['arrays'] {
    const { parameters, average, last: train } = this;
    return saveAveraged({ parameters, average, train });
  }

  /** Goes on from a saved state. @throws bad-checkpoint where it is of another network */
  load(step: number, arrays: SavedState['arrays']): void {
    const { parameters, average, last: train } = this;
    loadAveraged({ parameters, average, train }, step, arrays);
    this.updates.done = step;
  }

  async dispose(): Promise<void> {
    for (const train of this.trains) await train.dispose();
  }
}
