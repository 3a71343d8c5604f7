/** The learner: policy and value regressed on self-play, (z − v)² − πᵀ log p + c‖θ‖² (Silver et al. 2017, eq. 1). */
import { RandomStream } from '@agon/core';
import { adam, trainStep, type Parameters, type TrainStep } from '@agon/engine';
import type { Network } from '@agon/nets';
import * as tf from '@tensorflow/tfjs';
import type { Experience, Minibatch } from './experience.js';
import type { AlphazeroSettings } from './settings.js';

/** Means over one round of training. */
export interface LearnerMetrics {
  /** All three terms. */
  loss: number;
  /** Cross-entropy of the network's policy against the search's, in nats. */
  policyLoss: number;
  /** Mean squared error of the value. */
  valueLoss: number;
  /** Entropy of the network's policy (illegal actions included), in nats. */
  policyEntropy: number;
  gradientNorm: number;
  updates: number;
}

/** Trains one network on minibatches of an experience. */
export class Learner {
  private readonly step: TrainStep;
  private readonly settings: AlphazeroSettings;

  private constructor(step: TrainStep, settings: AlphazeroSettings) {
    this.step = step;
    this.settings = settings;
  }

  /** Compiles the training step of `network` over `parameters`, which it changes from then on. */
  static async create(
    network: Network,
    numActions: number,
    parameters: Parameters,
    settings: AlphazeroSettings,
  ): Promise<Learner> {
    const { batchSize, valueWeight, l2, clipNorm } = settings;
    const step = await trainStep(
      (inputs, values) => {
        const heads = network.apply(inputs.observation, values);
        const logProbabilities = tf.logSoftmax(heads.policy as tf.Tensor2D);
        const crossEntropy = tf.neg(tf.sum(tf.mul(inputs.policy, logProbabilities)));
        const policyLoss = tf.div(crossEntropy, batchSize) as tf.Scalar;
        const valueLoss = tf.mean(tf.square(tf.sub(heads.value, inputs.outcome))) as tf.Scalar;
        const entropy = tf.neg(tf.sum(tf.mul(tf.exp(logProbabilities), logProbabilities)));
        let loss = tf.add(policyLoss, tf.mul(valueLoss, valueWeight)) as tf.Scalar;
        if (l2 > 0) {
          const squares = Object.values(values).map((value) => tf.sum(tf.square(value)));
          loss = tf.add(loss, tf.mul(tf.addN(squares), l2));
        }
        return { loss, policyLoss, valueLoss, policyEntropy: tf.div(entropy, batchSize) };
      },
      {
        inputs: {
          observation: { shape: [batchSize, ...network.inputShape] },
          policy: { shape: [batchSize, numActions] },
          outcome: { shape: [batchSize] },
        },
        parameters,
        optimiser: adam(),
        ...(clipNorm > 0 ? { clipNorm } : {}),
      },
    );
    return new Learner(step, settings);
  }

  /**
   * Trains on `updates` minibatches drawn by a stream of its own, so that a round depends on nothing but parameters,
   * moments, experience and `seed`.
   * @param shouldStop asked before each update; where it says yes the round ends early (and its result is to be dropped)
   */
  async train(
    experience: Experience,
    updates: number,
    seed: string,
    shouldStop: () => boolean,
  ): Promise<LearnerMetrics> {
    const rng = new RandomStream(seed);
    const sums: LearnerMetrics = {
      loss: 0,
      policyLoss: 0,
      valueLoss: 0,
      policyEntropy: 0,
      gradientNorm: 0,
      updates: 0,
    };
    const { inputs, outputs } = this.step;
    while (sums.updates < updates && !shouldStop()) {
      experience.sampleInto(inputs as unknown as Minibatch, rng);
      sums.loss += await this.step.run(this.settings.learningRate);
      sums.policyLoss += outputs.policyLoss[0];
      sums.valueLoss += outputs.valueLoss[0];
      sums.policyEntropy += outputs.policyEntropy[0];
      sums.gradientNorm += this.step.gradientNorm;
      sums.updates++;
    }
    const mean = (sum: number): number => sum / Math.max(1, sums.updates);
    return {
      loss: mean(sums.loss),
      policyLoss: mean(sums.policyLoss),
      valueLoss: mean(sums.valueLoss),
      policyEntropy: mean(sums.policyEntropy),
      gradientNorm: mean(sums.gradientNorm),
      updates: sums.updates,
    };
  }

  /** The optimiser's moments, copied. */
  save(): ReturnType<TrainStep['save']> {
    return this.step.save();
  }

  load(saved: ReturnType<TrainStep['save']>): void {
    this.step.load(saved);
  }

  async dispose(): Promise<void> {
    await this.step.dispose();
  }
}
