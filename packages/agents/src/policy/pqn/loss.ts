/** PQN's loss (Gallici et al. 2024, algorithm 1): half the squared distance to the λ-return, as a tfjs function. B = minibatch. */
import type { LossFn } from '@agon/engine';
import type { Network } from '@agon/nets';
import * as tf from '@tensorflow/tfjs';

/**
 * Inputs: observation [B, …], action and return, [B] each. There is no target network: the λ-return, computed before the
 * update, is a constant. Output beside `loss`: qMean, the mean value of the actions taken.
 */
export function pqnLoss(network: Network, numActions: number): LossFn {
  return ({ observation, action, return: target }, parameters) => {
    const { q } = network.apply({ observation }, parameters);
    const taken = tf.sum(tf.mul(q, tf.oneHot(action as tf.Tensor1D, numActions)), 1);
    const loss: tf.Scalar = tf.mul(0.5, tf.mean(tf.square(tf.sub(taken, target))));
    return { loss, qMean: tf.mean(taken) };
  };
}
