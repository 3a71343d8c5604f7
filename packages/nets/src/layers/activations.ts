/** What comes after a layer's sum. */
import * as tf from '@tensorflow/tfjs';

/** `scaled-tanh`: 1.7159 tanh(⅔ a), whose slope at 0 is near 1 and whose value at ±1 is ±1 (LeCun et al. 1998, appendix A). */
export const ACTIVATIONS = ['relu', 'tanh', 'scaled-tanh', 'none'] as const;
export type Activation = (typeof ACTIVATIONS)[number];

const FUNCTIONS: Readonly<Record<Activation, <T extends tf.Tensor>(x: T) => T>> = {
  relu: (x) => tf.relu(x),
  tanh: (x) => tf.tanh(x),
  'scaled-tanh': (x) => tf.mul(1.7159, tf.tanh(tf.mul(2 / 3, x))),
  none: (x) => x,
};

/** The activation of each value. */
export const activate = <T extends tf.Tensor>(x: T, activation: Activation): T => FUNCTIONS[activation](x);
