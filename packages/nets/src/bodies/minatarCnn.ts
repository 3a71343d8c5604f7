/**
 * The network of the MinAtar paper (Young & Tian 2019): one 3×3 convolution with stride 1 and no padding, then one dense
 * layer. B = batch, H, W = board (10×10 there), C = planes.
 */
import { count, described, MOST_HELD, type Settings } from '@agon/core';
import { heUniform, zeros, type Shape } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import { pictures } from '../readable.js';
import type { BodyDeclaration, BodyWithHidden } from './body.js';
import { layerNorm, layerNormEntry, layerNormSpecs } from '../layers/layerNorm.js';

/** Defaults are the paper's. */
const schema = v.strictObject({
  filters: v.optional(described(count(1, MOST_HELD), 'filters of the convolution'), 16),
  hidden: v.optional(described(count(1, MOST_HELD), 'units of the dense layer'), 128),
  ...layerNormEntry,
});

/** What the convolution reads. */
export const minAtarPictures = pictures(3);

/** For observations [H, W, C] of `minAtarPictures`. */
export function minAtarCnnBody(
  [height, width, planes]: Shape,
  settings: Settings<typeof schema>,
): BodyWithHidden {
  const { filters, hidden, layerNorm: isNormalised } = settings;
  const numFeatures = (height - 2) * (width - 2) * filters;
  return {
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

/** `minatar-cnn` */
export const minAtarCnn: BodyDeclaration<typeof schema> = {
  title: 'one 3×3 convolution and a dense layer',
  schema,
  reads: minAtarPictures,
  build: minAtarCnnBody,
};
