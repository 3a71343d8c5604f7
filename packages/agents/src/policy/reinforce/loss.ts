/** The loss of REINFORCE (Williams 1992; Sutton & Barto 2018, section 13.4 with the baseline), as a tfjs function. B = batch. */
import type { LossFn } from '@agon/engine';
import type { Network } from '@agon/nets';
import * as tf from '@tensorflow/tfjs';
import { policyTerms } from '../onPolicy/policyLoss.js';

/**
 * Inputs: observation [B, …], action, value (when it was chosen), return and weight, [B] each; rows of weight 0 are not
 * there. The policy moves along (return − baseline) ∇ log π, the baseline being the value or nothing; the value is
 * fitted to returns where it is the baseline. Outputs beside `loss`: policyLoss, valueLoss, entropy.
 */
export function reinforceLoss(network: Network, { baseline }: { baseline: boolean }): LossFn {
  return ({ observation, action, value: expected, return: target, weight }, parameters) => {
    const { policy, value } = network.apply({ observation }, parameters);
    const { logProb, entropy } = policyTerms(policy as tf.Tensor2D, action as tf.Tensor1D);
    const rows = tf.sum(weight);
    const mean = (x: tf.Tensor): tf.Scalar => tf.div(tf.sum(tf.mul(x, weight)), rows);
    const gain = baseline ? tf.sub(target, expected) : target;
    const policyLoss = tf.neg(mean(tf.mul(logProb, gain)));
    const valueLoss = tf.mul<tf.Scalar>(0.5, mean(tf.square(tf.sub(value, target))));
    const loss: tf.Scalar = baseline ? tf.add(policyLoss, valueLoss) : policyLoss;
    return { loss, policyLoss, valueLoss, entropy: mean(entropy) };
  };
}
