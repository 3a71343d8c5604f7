/** An LSTM over the rows of a picture (Le, Jaitly & Hinton 2015 read MNIST so, by pixels), or over the places of a row of values. */
import { AgonError } from '@agon/core';
import * as tf from '@tensorflow/tfjs';
import type { LayerMaker } from './layer.js';
import { lstm, lstmSpecs } from './lstm.js';

/**
 * [T, …] → [units]: the first axis is read as T steps, whose values are flattened; the result is the state h after the last one.
 * @throws unsupported for values without an order: one axis only
 */
export function lstmLayer(units: number): LayerMaker {
  return (input, name) => {
    if (input.length < 2)
      throw new AgonError(
        'unsupported',
        `layer "${name}" reads rows [length, channels] or pictures, got [${input.join(', ')}]: put it before what makes one row of values of them.`,
      );
    const [steps, ...rest] = input;
    const features = rest.reduce((product, length) => product * length, 1);
    return {
      parameters: lstmSpecs(name, features, units),
      shape: [units],
      apply(x, values) {
        const batch = x.shape[0];
        const rows = tf.reshape(x, [batch * steps, features]) as tf.Tensor2D;
        const start = tf.zeros([batch, 2 * units]) as tf.Tensor2D;
        const { state } = lstm(rows, start, undefined, values, name);
        return tf.slice(state, [0, 0], [batch, units]);
      },
    };
  };
}
