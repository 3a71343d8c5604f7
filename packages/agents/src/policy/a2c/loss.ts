/** The loss of advantage actor-critic (Mnih et al. 2016, section 4 and equation after it for the entropy), as a tfjs function. B = batch. */
import type { LossFn } from '@agon/engine';
import type { Network } from '@agon/nets';
import * as tf from '@tensorflow/tfjs';
import { policyTerms } from '../onPolicy/policyLoss.js';

/** Inputs: observation [B, …], action, advantage and return, [B] each. Outputs beside `loss`: policyLoss, valueLoss, entropy. */
export function a2cLoss(
  network: Network,
  { valueWeight, entropyWeight }: { valueWeight: number; entropyWeight: number },
): LossFn {
  return ({ observation, action, advantage, return: target }, parameters) => {
    const { policy, value } = network.apply({ observation }, parameters);
    const { logProb, entropy } = policyTerms(policy as tf.Tensor2D, action as tf.Tensor1D);
    const policyLoss = tf.neg(tf.mean(tf.mul(logProb, advantage)));
    const valueLoss = tf.mul(0.5, tf.mean(tf.square(tf.sub(value, target))));
    const meanEntropy = tf.mean(entropy);
    const loss = tf.sub(
      tf.add(policyLoss, tf.mul(valueWeight, valueLoss)),
      tf.mul(entropyWeight, meanEntropy),
    ) as tf.Scalar;
    return { loss, policyLoss, valueLoss, entropy: meanEntropy };
  };
}
