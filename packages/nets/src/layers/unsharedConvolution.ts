/**
 * A convolution whose places have weights of their own: "locally connected" (LeCun 1989, Generalization and network design strategies).
 * B = batch, P = places, K = values in a window, F = filters.
 */
import { AgonError } from '@agon/core';
import { gaussian, zeros } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import type { LayerMaker } from './layer.js';
import { places } from './windows.js';

/** How the window moves over a picture. */
export interface UnsharedOptions {
  readonly size: number;
  readonly stride?: number;
  readonly padding?: 'same' | 'valid';
}

/** The filters that copy a window's values into channels: [size, size, C, K], K = size² C. */
function copies(size: number, channels: number): tf.Tensor4D {
  const values = size * size * channels;
  return tf.reshape(tf.eye(values), [size, size, channels, values]);
}

/** Weights `name.weight` [P, K, F] and biases `name.bias` [P, F], then ReLU. Pictures [H, W, C] only. @throws unsupported */
export function unsharedConvolution(
  filters: number,
  { size, stride = 1, padding = 'same' }: UnsharedOptions,
): LayerMaker {
  return (input, name) => {
    const [height, width, channels] = input;
    if (input.length !== 3)
      throw new AgonError('unsupported', `layer "${name}" has weights for each place, which only pictures [height, width, channels] can have: set weights=shared.`); // prettier-ignore
    const window = { size: [size, size], stride, dilation: 1, padding };
    const [rows, columns] = places(name, [height, width], window);
    const numPlaces = rows * columns;
    const values = size * size * channels;
    return {
      parameters: [
        {
          name: `${name}.weight`,
          shape: [numPlaces, values, filters],
          init: gaussian(Math.sqrt(2 / values)),
        },
        { name: `${name}.bias`, shape: [numPlaces, filters], init: zeros },
      ],
      shape: [rows, columns, filters],
      apply(x, given) {
        const batch = x.shape[0];
        const windows = tf.conv2d(x as tf.Tensor4D, copies(size, channels), stride, padding);
        const byPlace = tf.transpose(tf.reshape(windows, [batch, numPlaces, values]), [1, 0, 2]);
        const sums = tf.matMul(byPlace, given[`${name}.weight`] as tf.Tensor3D);
        const biased = tf.add(tf.transpose(sums, [1, 0, 2]), given[`${name}.bias`]);
        return tf.relu(tf.reshape(biased, [batch, rows, columns, filters]));
      },
    };
  };
}
