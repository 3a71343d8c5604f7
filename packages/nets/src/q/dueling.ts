/** The aggregation of dueling networks (Wang et al. 2016, equation 9). B = batch, A = actions, N = values of an action. */
import * as tf from '@tensorflow/tfjs';

/** Values of the state [B, N] and advantages [B, A, N] → [B, A, N]: the advantages count from their mean over actions. */
export function dueling(value: tf.Tensor2D, advantage: tf.Tensor3D): tf.Tensor3D {
  const [batch, numValues] = value.shape;
  const centred = tf.sub(advantage, tf.mean(advantage, 1, true));
  return tf.add(tf.reshape(value, [batch, 1, numValues]), centred);
}
