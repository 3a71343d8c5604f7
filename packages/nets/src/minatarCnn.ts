/**
 * The network of the MinAtar paper (Young & Tian 2019): one 3×3 convolution with stride 1 and no padding, one dense layer,
 * one action value each. B = batch, H, W = board (10×10 there), C = planes, A = actions.
 */
import { AgonError, type Settings } from '@agon/core';
import { heUniform, lecunNormal, zeros } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import type { Network } from './network.js';

const count = (text: string) => v.pipe(v.number(), v.integer(), v.minValue(1), v.description(text));

export const minAtarCnnSchema = v.strictObject({
  filters: v.optional(count('filters of the convolution'), 16),
  hidden: v.optional(count('units of the dense layer'), 128),
});

/** Builds the network for observations [H, W, C]. @throws unsupported for other ranks and boards smaller than 3×3 */
export function buildMinAtarCnn(
  inputShape: readonly number[],
  numActions: number,
  settings: Settings<typeof minAtarCnnSchema>,
): Network {
  const [height, width, planes] = inputShape;
  if (inputShape.length !== 3 || height < 3 || width < 3) {
    throw new AgonError(
      'unsupported',
      `minatar-cnn reads pictures [height, width, planes] of at least 3×3, got [${inputShape.join(', ')}]; use mlp.`,
    );
  }
  const { filters, hidden } = settings;
  const flat = (height - 2) * (width - 2) * filters;

  return {
    id: 'minatar-cnn',
    inputShape,
    parameters: [
      { name: 'conv.weight', shape: [3, 3, planes, filters], init: heUniform },
      { name: 'conv.bias', shape: [filters], init: zeros },
      { name: 'hidden.weight', shape: [flat, hidden], init: heUniform },
      { name: 'hidden.bias', shape: [hidden], init: zeros },
      { name: 'q.weight', shape: [hidden, numActions], init: lecunNormal },
      { name: 'q.bias', shape: [numActions], init: zeros },
    ],
    /** [B, H, W, C] → q [B, A]. */
    apply(observation, values) {
      const batch = observation.shape[0];
      const layer = (x: tf.Tensor2D, name: string): tf.Tensor2D =>
        tf.add(tf.matMul(x, values[`${name}.weight`] as tf.Tensor2D), values[`${name}.bias`]);
      const filter = values['conv.weight'] as tf.Tensor4D;
      const planesSeen = tf.add(
        tf.conv2d(observation as tf.Tensor4D, filter, 1, 'valid'),
        values['conv.bias'],
      );
      const dense = layer(tf.reshape(tf.relu(planesSeen), [batch, flat]), 'hidden');
      return { q: layer(tf.relu(dense), 'q') };
    },
  };
}
