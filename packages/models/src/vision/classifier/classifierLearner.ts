/**
 * Learning from labelled pictures: softmax regression on what the network computes, by its cross-entropy, with an exponential moving average
 * of the weights, which is what is kept (Polyak & Juditsky 1992). B = batch size, K = classes.
 */
import {
  adamW,
  Parameters,
  sgd,
  stopGradient,
  trainStep,
  type TensorMap,
  type TrainStep,
} from '@agon/engine';
import type { MetricValues } from '@agon/learning';
import { trainingBatchOf, type Network } from '@agon/nets';
import type { Rng } from '@agon/core';
import * as tf from '@tensorflow/tfjs';
import { AveragedLearner } from '../../averagedLearner.js';
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
export class ClassifierLearner extends AveragedLearner {
  private readonly labelSmoothing: number;
  private readonly numClasses: number;

  private constructor(
    train: TrainStep,
    parameters: Parameters,
    average: Parameters,
    settings: ClassifierSettings,
    noise: readonly string[],
    numClasses: number,
  ) {
    super(train, parameters, average, settings, noise);
    this.labelSmoothing = settings.labelSmoothing;
    this.numClasses = numClasses;
  }

  /**
   * Compiles the training step of a network.
   * @param average the weights to begin with; from then on their moving average
   * @param settings with the number of updates over which the learning rate falls; Infinity: it does not
   */
  static async forPictures(
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
    return this.inputs.pixels as Uint8Array;
  }

  /**
   * One update on the pictures in `pixels`.
   * @param labels [B] their classes
   * @param rng draws the network's noise
   */
  async learn(labels: ArrayLike<number>, rng: Rng): Promise<MetricValues<ClassifierMetric>> {
    const { labelSmoothing, numClasses } = this;
    const targets = this.inputs.targets as Float32Array;
    targets.fill(labelSmoothing / numClasses);
    for (let row = 0; row < labels.length; row++)
      targets[row * numClasses + labels[row]] += 1 - labelSmoothing;
    const loss = await this.update(rng);
    return { loss, accuracy: this.outputs.accuracy[0] };
  }
}
