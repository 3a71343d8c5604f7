/**
 * The loss of DQN (Mnih et al. 2015, equation 2) and of Double DQN (van Hasselt et al. 2016, equation 4) as a tfjs function.
 * B = batch, A = actions.
 */
import { stopGradient, type LossFn } from '@agon/engine';
import type { Network } from '@agon/nets';
import * as tf from '@tensorflow/tfjs';

/** What is learnt from: the arrays of a `Batch`, as tensors of the same names. */
export interface LossOptions {
  numActions: number;
  /** The online network chooses the next action, the target network gives its value. */
  double: boolean;
  loss: 'huber' | 'squared';
}

/** [B, A], [B] → [B]: each row's value at its action. */
function valueOf(q: tf.Tensor2D, action: tf.Tensor1D, numActions: number): tf.Tensor1D {
  return tf.sum(tf.mul(q, tf.oneHot(action, numActions)), 1);
}

/** Huber's loss with threshold 1: quadratic near 0, so that one TD error pulls with at most 1. */
function huber(error: tf.Tensor1D): tf.Tensor1D {
  const size = tf.abs(error);
  const quadratic = tf.minimum(size, 1);
  return tf.add(tf.mul(0.5, tf.square(quadratic)), tf.sub(size, quadratic));
}

/** Outputs: `loss`, and `qMean`, the mean value of the actions taken. `frozen` are the target network's parameters. */
export function dqnLoss(network: Network, options: LossOptions): LossFn {
  const { numActions, double, loss } = options;
  return ({ observation, next, action, reward, discount }, parameters, frozen) => {
    const targetQ = network.apply(next, frozen).q as tf.Tensor2D;
    let nextValue: tf.Tensor1D;
    if (double) {
      const onlineQ = stopGradient(network.apply(next, parameters).q);
      nextValue = valueOf(targetQ, tf.argMax(onlineQ, 1), numActions);
    } else {
      nextValue = tf.max(targetQ, 1);
    }
    const target = tf.add(reward, tf.mul(discount, nextValue));

    const q = network.apply(observation, parameters).q as tf.Tensor2D;
    const taken = valueOf(q, action as tf.Tensor1D, numActions);
    const error = tf.sub(taken, target) as tf.Tensor1D;
    const each = loss === 'huber' ? huber(error) : tf.mul<tf.Tensor1D>(0.5, tf.square(error));
    return { loss: tf.mean(each) as tf.Scalar, qMean: tf.mean(taken) };
  };
}
