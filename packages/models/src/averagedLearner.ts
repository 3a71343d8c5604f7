/**
 * A network that learns from batches by AdamW, its learning rate along half a cosine, with an exponential moving average of the weights,
 * which is what is kept (Polyak & Juditsky 1992).
 */
import type { Rng } from '@agon/core';
import {
  adamW,
  cosineSchedule,
  Parameters,
  trainStep,
  warmup,
  type ArrayMap,
  type Schedule,
  type TensorMap,
  type TensorSpec,
  type TrainStep,
} from '@agon/engine';
import { averageRate, loadAveraged, saveAveraged, type SavedState, type TrainState } from '@agon/learning';
import { trainingBatchOf, type Network } from '@agon/nets';
import type * as tf from '@tensorflow/tfjs';

/** How fast it learns, and how slowly the average follows. */
export interface Pace {
  readonly learningRate: number;
  /** Updates over which the learning rate rises first. */
  readonly warmUp: number;
  /** Updates until the learning rate is 0; Infinity: it does not fall. */
  readonly decaySteps: number;
  /** Decay of the moving average; 0: none. */
  readonly averaging: number;
}

/** How it learns. */
export interface LearnerSettings extends Pace {
  readonly weightDecay: number;
  /** Gradients whose norm is larger are scaled down to it; 0: none are. */
  readonly clipNorm: number;
}

/** The learning rate of each update: it rises first, for at most a tenth of the updates, and falls along half a cosine. */
export function scheduleOf({ learningRate, warmUp, decaySteps }: Pace): Schedule {
  const rise = Math.min(warmUp, Math.floor(decaySteps / 10));
  const fall = decaySteps - rise;
  return warmup(
    rise,
    Number.isFinite(fall) ? cosineSchedule(learningRate, 0, Math.max(1, fall)) : () => learningRate,
  );
}

/** What it learns from. */
export interface Batches {
  /** Rows of a batch. */
  readonly rows: number;
  /** What the loss reads beside the network's inputs, with the batch. */
  readonly targets: Readonly<Record<string, TensorSpec>>;
  /** @param outputs the network's answers in training @param inputs with the targets */
  loss(outputs: TensorMap, inputs: TensorMap): tf.Scalar;
}

export class AveragedLearner {
  readonly parameters: Parameters;
  readonly average: Parameters;
  /** Updates done. */
  step = 0;
  private readonly train: TrainStep;
  private readonly schedule: Schedule;
  private readonly averaging: number;
  private readonly noise: readonly string[];

  /** @param noise the inputs that are drawn at random, uniform in [0, 1) */
  protected constructor(
    train: TrainStep,
    parameters: Parameters,
    average: Parameters,
    settings: Pace,
    noise: readonly string[],
  ) {
    this.train = train;
    this.parameters = parameters;
    this.average = average;
    this.averaging = settings.averaging;
    this.noise = noise;
    this.schedule = scheduleOf(settings);
  }

  /**
   * Compiles the training step of a network.
   * @param average the weights to begin with; from then on their moving average
   */
  static async create(
    network: Network,
    average: Parameters,
    settings: LearnerSettings,
    { rows, targets, loss }: Batches,
  ): Promise<AveragedLearner> {
    const parameters = new Parameters(network.parameters);
    parameters.copyFrom(average);
    const { weightDecay, clipNorm } = settings;
    const train = await trainStep(
      (inputs, values) => {
        const outputs = network.training.apply(inputs, values);
        return { ...carriedOn(outputs), loss: loss(outputs, inputs) };
      },
      {
        inputs: { ...trainingBatchOf(network, rows), ...targets },
        parameters,
        optimiser: adamW({ weightDecay }),
        ...(clipNorm > 0 && { clipNorm }),
      },
    );
    return new AveragedLearner(train, parameters, average, settings, Object.keys(network.training.noise));
  }

  /** Where the next batch is written: the network's inputs and the targets. */
  get inputs(): ArrayMap {
    return this.train.inputs;
  }

  /** What the network carries on from the last batch, where it does. */
  get outputs(): ArrayMap {
    return this.train.outputs;
  }

  /** One update on the batch in `inputs`. @param rng draws the noise @returns the loss */
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
  report(): { learningRate: number; gradientNorm: number } {
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

/** Statistics' next values, and what is carried from batch to batch. */
const carriedOn = (outputs: TensorMap): TensorMap =>
  Object.fromEntries(Object.entries(outputs).filter(([name]) => name.startsWith('next')));
