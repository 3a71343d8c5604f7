/**
 * Agent57's two values of an action (Badia et al. 2020, section 3.1): one of the environment's rewards, one of the
 * intrinsic reward, Q = Q_e + β_j Q_i for policy j, each fitted to its own reward with the next action that maximises Q.
 * Both are outputs of one network here; Agent57 has two. R = rows, A = actions.
 */
import * as tf from '@tensorflow/tfjs';
import type { PolicyFamily } from '../exploration/policyFamily.js';
import { huber } from './huber.js';
import type { ValueKind } from './valueKind.js';

/** Outputs [R, A, 2]: extrinsic and intrinsic value. `expectation` is Q_e + β_j Q_i, with each row's policy j. */
export function noveltyValues(family: PolicyFamily, { loss }: { loss: 'huber' | 'squared' }): ValueKind {
  /** [R] β of each row's policy. */
  const bonusScale = (policy: tf.Tensor1D): tf.Tensor1D =>
    tf.sum(tf.mul(tf.oneHot(policy, family.bonus.length), tf.tensor1d([...family.bonus])), 1);
  return {
    numValues: 2,
    expectation(outputs, policy) {
      const [extrinsic, intrinsic] = tf.unstack(outputs, 2) as tf.Tensor2D[];
      const scale = tf.reshape(bonusScale(policy as tf.Tensor1D), [outputs.shape[0], 1]);
      return tf.add(extrinsic, tf.mul(scale, intrinsic));
    },
    fit({ taken, next, reward, discount, bonus }) {
      const rewards = tf.stack([reward, bonus as tf.Tensor1D], 1);
      const target = tf.add(rewards, tf.mul(tf.expandDims(discount, 1), next));
      const error = tf.sub<tf.Tensor2D>(taken, target);
      const each = loss === 'huber' ? huber(error) : tf.mul<tf.Tensor2D>(0.5, tf.square(error));
      return { loss: tf.sum(each, 1), priority: tf.sum(tf.abs(error), 1) };
    },
  };
}
