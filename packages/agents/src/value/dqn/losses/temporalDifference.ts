/** One value for each action, fitted by its TD error (Mnih et al. 2015, equation 2). */
import * as tf from '@tensorflow/tfjs';
import { huber } from './huber.js';
import { rescale, unscale } from './rescaling.js';
import type { ValueKind } from './valueKind.js';

/** One output for each action, [R, A, 1]; the priority of a row is its absolute TD error. */
export function temporalDifference(options: {
  loss: 'huber' | 'squared';
  /** The network's values are returns squashed by h (see `rescaling.ts`). */
  rescale: boolean;
}): ValueKind {
  const { loss } = options;
  const toReturn = <T extends tf.Tensor>(x: T): T => (options.rescale ? unscale(x) : x);
  const toValue = <T extends tf.Tensor>(x: T): T => (options.rescale ? rescale(x) : x);
  return {
    numValues: 1,
    expectation: (outputs) => toReturn(tf.reshape(outputs, [outputs.shape[0], outputs.shape[1]])),
    fit({ taken, next, reward, discount }) {
      const rows: [number] = [taken.shape[0]];
      const nextReturn = toReturn<tf.Tensor1D>(tf.reshape(next, rows));
      const target = toValue<tf.Tensor1D>(tf.add(reward, tf.mul(discount, nextReturn)));
      const error = tf.sub<tf.Tensor1D>(tf.reshape(taken, rows), target);
      const each = loss === 'huber' ? huber(error) : tf.mul<tf.Tensor1D>(0.5, tf.square(error));
      return { loss: each, priority: tf.abs(error) };
    },
  };
}
