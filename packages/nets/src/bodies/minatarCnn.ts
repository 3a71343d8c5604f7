/**
 * The network of the MinAtar paper (Young & Tian 2019): one 3×3 convolution with stride 1 and no padding, then one dense
 * layer. B = batch, H, W = board (10×10 there), C = planes.
 */
import { AgonError, count, MOST_HELD, type Settings } from '@agon/core';
import { heUniform, zeros } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import type { BodyOwner, BodyWithHidden } from './body.js';
import { layerNorm, layerNormEntry, layerNormSpecs } from '../layers/layerNorm.js';

/** Settings of `minatar-cnn`; defaults are the paper's. */
export const minAtarCnnSchema = v.strictObject({
  filters: v.optional(count(1, 'filters of the convolution', MOST_HELD), 16),
  hidden: v.optional(count(1, 'units of the dense layer', MOST_HELD), 128),
  ...layerNormEntry,
});

/** For observations [H, W, C]. @throws unsupported for other ranks and boards smaller than 3×3 */
export function minAtarCnnBody(
  inputShape: readonly number[],
  settings: Settings<typeof minAtarCnnSchema>,
  { id, instead }: BodyOwner = { id: 'minatar-cnn', instead: 'mlp' },
): BodyWithHidden {
  const [height, width, planes] = inputShape;
  if (inputShape.length !== 3 || height < 3 || width < 3) {
    throw new AgonError(
      'unsupported',
      `${id} reads pictures [height, width, planes] of at least 3×3, got [${inputShape.join(', ')}]; use ${instead}.`,
    );
  }
  const { filters, hidden, layerNorm: isNormalised } = settings;
  const numFeatures = (height - 2) * (width - 2) * filters;
  return {
    id,
    inputShape,
    parameters: [
      { name: 'conv.weight', shape: [3, 3, planes, filters], init: heUniform },
      { name: 'conv.bias', shape: [filters], init: zeros },
      ...(isNormalised ? layerNormSpecs('conv.norm', numFeatures) : []),
    ],
    numFeatures,
    hidden: { name: 'hidden', units: hidden },
    isNormalised,
    apply(observation, values) {
      const filter = values['conv.weight'] as tf.Tensor4D;
      const seen = tf.add(tf.conv2d(observation as tf.Tensor4D, filter, 1, 'valid'), values['conv.bias']);
      const flat = tf.reshape(seen, [observation.shape[0], numFeatures]) as tf.Tensor2D;
      return tf.relu(isNormalised ? layerNorm(flat, values, 'conv.norm') : flat);
    },
  };
}
