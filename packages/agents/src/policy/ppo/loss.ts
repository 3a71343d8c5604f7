/**
 * The loss of PPO (Schulman et al. 2017, equations 7 and 9) with the details of Huang et al. 2022, The 37 Implementation
 * Details of PPO (numbers below are theirs), as a tfjs function. B = minibatch, A = actions.
 */
import type { LossFn } from '@agon/engine';
import type { Network } from '@agon/nets';
import * as tf from '@tensorflow/tfjs';
import { masked, policyTerms } from '../onPolicy/policyLoss.js';

/** What the loss of PPO is told; a part of its settings. */
interface PpoLossOptions {
  /** ε: how far the ratio of probabilities may leave 1 before its gradient vanishes. */
  clip: number;
  /** Clip the change of values in the same way (detail 9). */
  clipValue: boolean;
  /** Subtract the minibatch's mean advantage and divide by its standard deviation (detail 7). */
  normaliseAdvantage: boolean;
  valueWeight: number;
  entropyWeight: number;
}

/** Mean 0 and standard deviation 1 over the minibatch; n − 1 degrees of freedom, as PyTorch has it. */
function normalised(advantage: tf.Tensor1D): tf.Tensor1D {
  const centred = tf.sub(advantage, tf.mean(advantage));
  const variance = tf.div(tf.sum(tf.square(centred)), Math.max(1, advantage.shape[0] - 1));
  return tf.div(centred, tf.add(tf.sqrt(variance), 1e-8));
}

/**
 * Inputs: observation [B, …], action, logProb and value (when it was chosen), advantage, return, [B] each; where not every
 * action is legal, mask [B, A].
 * Outputs beside `loss`: policyLoss, valueLoss, entropy; approxKl, the k3 estimate of KL(old ‖ new) (detail 12);
 * clipFraction, the share of rows whose ratio is out of bounds.
 */
export function ppoLoss(network: Network, options: PpoLossOptions): LossFn {
  const { clip, clipValue, normaliseAdvantage, valueWeight, entropyWeight } = options;
  return (inputs, parameters) => {
    const { observation, action, mask, logProb: oldLogProb, value: oldValue, advantage } = inputs;
    const target = inputs.return;
    const { policy, value } = network.apply({ observation }, parameters);
    const logits = mask ? masked(policy, mask) : policy;
    const { logProb, entropy } = policyTerms(logits as tf.Tensor2D, action as tf.Tensor1D);
    const logRatio = tf.sub(logProb, oldLogProb);
    const ratio = tf.exp(logRatio);

    const gain = normaliseAdvantage ? normalised(advantage as tf.Tensor1D) : advantage;
    const clipped = tf.clipByValue(ratio, 1 - clip, 1 + clip);
    const policyLoss = tf.neg(tf.mean(tf.minimum(tf.mul(ratio, gain), tf.mul(clipped, gain))));

    let squares = tf.square(tf.sub(value, target));
    if (clipValue) {
      const near = tf.add(oldValue, tf.clipByValue(tf.sub(value, oldValue), -clip, clip));
      squares = tf.maximum(squares, tf.square(tf.sub(near, target)));
    }
    const valueLoss = tf.mul(0.5, tf.mean(squares));

    const meanEntropy = tf.mean(entropy);
    const loss = tf.sub(
      tf.add(policyLoss, tf.mul(valueWeight, valueLoss)),
      tf.mul(entropyWeight, meanEntropy),
    ) as tf.Scalar;
    const approxKl = tf.mean(tf.sub(tf.sub(ratio, 1), logRatio));
    const clipFraction = tf.mean(tf.cast(tf.greater(tf.abs(tf.sub(ratio, 1)), clip), 'float32'));
    return { loss, policyLoss, valueLoss, entropy: meanEntropy, approxKl, clipFraction };
  };
}
