/** The parts that losses of policies are made of, as tfjs functions. B = batch, A = actions. */
import * as tf from '@tensorflow/tfjs';

/** What a policy's logits say: the log-probability of each row's action, and the entropy of each row, [B] both. */
interface PolicyTerms {
  logProb: tf.Tensor1D;
  entropy: tf.Tensor1D;
}

/** Logits [B, A] with illegal actions, 0 in the mask [B, A], as good as impossible: their probability underflows to 0. */
export function masked(logits: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  return tf.add(logits, tf.mul(tf.sub(mask, 1), 1e9));
}

/** From logits [B, A] and actions [B]. */
export function policyTerms(logits: tf.Tensor2D, action: tf.Tensor1D): PolicyTerms {
  const logProbs = tf.logSoftmax(logits);
  const numActions = logits.shape[1];
  return {
    logProb: tf.sum(tf.mul(logProbs, tf.oneHot(action, numActions)), 1),
    entropy: tf.neg(tf.sum(tf.mul(tf.exp(logProbs), logProbs), 1)),
  };
}
