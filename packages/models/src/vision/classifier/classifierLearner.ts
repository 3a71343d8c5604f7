/**
 * Learning from labelled pictures: softmax regression on what the network computes, by its cross-entropy, with an exponential moving average
 * of the weights, which is what is kept (Polyak & Juditsky 1992). B = batch size, K = classes.
 */
import {
  adamW,
  cosineSchedule,
  Parameters,
  sgd,
  stopGradient,
  trainStep,
  warmup,
  type Schedule,
  type TensorMap,
  type TrainStep,
} from '@agon/engine';
import {
  averageRate,
  loadAveraged,
  saveAveraged,
  type MetricValues,
  type SavedState,
  type TrainState,
} from '@agon/learning';
import { trainingBatchOf, type Network } from '@agon/nets';
import type { Rng } from '@agon/core';
import * as tf from '@tensorflow/tfjs';
import { fromBytes, inputOf } from './classifierNetwork.js';
import type { ClassifierMetric } from './metrics.js';
import type { Preprocessing } from './preprocessing.js';
import type { ClassifierSettings } from './settings.js';

const MOMENTUM = 0.9;

/** Cross-entropy with the targets, and the share of first choices that are right. `targets`: [B, K], each row sums to 1. */
export function classifierLoss(
  logits: tf.Tensor,
  targets: tf.Tensor,
): { loss: tf.Scalar; accuracy: tf.Scalar } {
  const loss = tf.neg(tf.mean(tf.sum(tf.mul(targets, tf.logSoftmax(logits as tf.Tensor2D)), 1)));
  const isRight = tf.equal(tf.argMax(logits, 1), tf.argMax(targets, 1));
  return { loss: loss as tf.Scalar, accuracy: tf.mean(tf.cast(isRight, 'float32')) as tf.Scalar };
}

/** The input that an attack begins at. */
const PERTURBATION = 'perturbation';
/** Its step, in radii of the attack (Wong, Rice & Kolter 2020, section 4). */
const ATTACK_STEP = 1.25;

/**
 * Pictures as "fast" adversarial training shows them (Wong, Rice & Kolter 2020, algorithm 3): from a random place within `epsilon` of each
 * pixel one step along the sign of the loss's gradient, cut to that distance and to [0, 1].
 * @param noise uniform in [0, 1), of the pictures' shape
 */
function attacked(
  pictures: tf.Tensor,
  noise: tf.Tensor,
  epsilon: number,
  lossOf: (changed: tf.Tensor) => tf.Scalar,
): tf.Tensor {
  const start = tf.mul(tf.sub(tf.mul(noise, 2), 1), epsilon);
  const slope = tf.grad((changed: tf.Tensor) => lossOf(changed))(
    tf.clipByValue(tf.add(pictures, start), 0, 1),
  );
  const moved = tf.add(start, tf.mul(tf.sign(slope), ATTACK_STEP * epsilon));
  return stopGradient(tf.clipByValue(tf.add(pictures, tf.clipByValue(moved, -epsilon, epsilon)), 0, 1));
}

/** One network that learns from batches of pictures. */
export class ClassifierLearner {
  readonly parameters: Parameters;
  readonly average: Parameters;
  /** Updates done. */
  step = 0;
  private readonly settings: ClassifierSettings;
  private readonly train: TrainStep;
  private readonly schedule: Schedule;
  /** The inputs that are drawn at random, uniform in [0, 1). */
  private readonly noise: readonly string[];
  private readonly numClasses: number;

  private constructor(
    train: TrainStep,
    parameters: Parameters,
    average: Parameters,
    settings: ClassifierSettings,
    noise: readonly string[],
    numClasses: number,
  ) {
    this.train = train;
    this.parameters = parameters;
    this.average = average;
    this.settings = settings;
    this.noise = noise;
    this.numClasses = numClasses;
    const { learningRate, warmUp, decaySteps } = settings;
    const rise = Math.min(warmUp, Math.floor(decaySteps / 10));
    const fall = decaySteps - rise;
    const falls = Number.isFinite(fall);
    this.schedule = warmup(
      rise,
      falls ? cosineSchedule(learningRate, 0, Math.max(1, fall)) : () => learningRate,
    );
  }

  /**
   * Compiles the training step of a network.
   * @param average the weights to begin with; from then on their moving average
   * @param settings with the number of updates over which the learning rate falls; Infinity: it does not
   */
  static async create(
    network: Network,
    preprocessing: Preprocessing,
    average: Parameters,
    settings: ClassifierSettings,
  ): Promise<ClassifierLearner> {
    const { batchSize, weightDecay, attackEpsilon: epsilon } = settings;
    const { shape, classes } = preprocessing;
    const parameters = new Parameters(network.parameters);
    parameters.copyFrom(average);
    const read = trainingBatchOf(network, batchSize);
    const networkNoise = Object.fromEntries(
      Object.keys(network.training.noise).map((name) => [name, read[name]]),
    );
    const noise = {
      ...networkNoise,
      ...(epsilon > 0 && { [PERTURBATION]: { shape: [batchSize, ...shape] } }),
    };
    const train = await trainStep(
      ({ pixels, targets, ...rest }: TensorMap, values) => {
        const answersTo = (pictures: tf.Tensor): TensorMap =>
          network.training.apply({ ...rest, ...inputOf(pictures, preprocessing) }, values);
        const pictures = fromBytes(pixels);
        const lossOf = (changed: tf.Tensor): tf.Scalar =>
          classifierLoss(answersTo(changed).logits, targets).loss;
        const shown = epsilon > 0 ? attacked(pictures, rest[PERTURBATION], epsilon, lossOf) : pictures;
        const { logits, ...others } = answersTo(shown);
        return { ...others, ...classifierLoss(logits, targets) };
      },
      {
        inputs: {
          pixels: { shape: [batchSize, ...shape], dtype: 'uint8' },
          targets: { shape: [batchSize, classes.length] },
          ...noise,
        },
        parameters,
        optimiser:
          settings.optimiser === 'sgd' ? sgd({ momentum: MOMENTUM, weightDecay }) : adamW({ weightDecay }),
      },
    );
    return new ClassifierLearner(train, parameters, average, settings, Object.keys(noise), classes.length);
  }

  /** [B, height, width, channels] Where the pictures of the next update are written. */
  get pixels(): Uint8Array {
    return this.train.inputs.pixels as Uint8Array;
  }

  /**
   * One update on the pictures in `pixels`.
   * @param labels [B] their classes
   * @param rng draws the network's noise
   */
  async update(labels: ArrayLike<number>, rng: Rng): Promise<MetricValues<ClassifierMetric>> {
    const { averaging, labelSmoothing } = this.settings;
    const targets = this.train.inputs.targets as Float32Array;
    targets.fill(labelSmoothing / this.numClasses);
    for (let row = 0; row < labels.length; row++)
      targets[row * this.numClasses + labels[row]] += 1 - labelSmoothing;
    for (const name of this.noise) {
      const values = this.train.inputs[name] as Float32Array;
      for (let i = 0; i < values.length; i++) values[i] = rng.uniform();
    }
    const loss = await this.train.run(this.schedule(this.step));
    this.step++;
    this.average.copyFrom(this.parameters, averageRate(averaging, this.step));
    return { loss, accuracy: this.train.outputs.accuracy[0] };
  }

  /** What the learner itself stands at. */
  report(): MetricValues<ClassifierMetric> {
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
