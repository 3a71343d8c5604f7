/**
 * The network of "Human-level control through deep reinforcement learning" (Mnih et al. 2015, methods, table 1): three
 * convolutions, 32 of 8×8 with stride 4, 64 of 4×4 with stride 2, 64 of 3×3 with stride 1, and a dense layer of 512.
 * H, W = picture (84×84 there), C = frames (4 there).
 */
import { described, number, type Settings } from '@agon/core';
import { heUniform, zeros, type ParameterSpec, type Shape } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import { pictures } from '../readable.js';
import type { BodyDeclaration, BodyWithHidden } from './body.js';
import { layerNorm, layerNormEntry, layerNormSpecs } from '../layers/layerNorm.js';

/** [size, stride, filters of the paper] */
const LAYERS = [
  [8, 4, 32],
  [4, 2, 64],
  [3, 1, 64],
] as const;

/** Defaults are the paper's. */
const schema = v.strictObject({
  width: v.optional(described(number(0.05), 'filters and units, relative to the paper: 0.5 halves them'), 1),
  ...layerNormEntry,
});

/** What the three convolutions leave something of. */
export const naturePictures = pictures(36);

/** For observations [H, W, C] of `naturePictures`. */
export function natureCnnBody(input: Shape, settings: Settings<typeof schema>): BodyWithHidden {
  const { width: part, layerNorm: isNormalised } = settings;
  const scaled = (units: number) => Math.max(1, Math.round(units * part));
  const parameters: ParameterSpec[] = [];
  let [height, width, planes] = input;
  LAYERS.forEach(([size, stride, units], i) => {
    const filters = scaled(units);
    parameters.push(
      { name: `conv${i}.weight`, shape: [size, size, planes, filters], init: heUniform },
      { name: `conv${i}.bias`, shape: [filters], init: zeros },
    );
    height = Math.floor((height - size) / stride) + 1;
    width = Math.floor((width - size) / stride) + 1;
    planes = filters;
    if (isNormalised) parameters.push(...layerNormSpecs(`conv${i}.norm`, height * width * planes));
  });
  const numFeatures = height * width * planes;
  return {
    parameters,
    numFeatures,
    hidden: { name: 'hidden', units: scaled(512) },
    isNormalised,
    apply(observation, values) {
      let x = observation as tf.Tensor4D;
      LAYERS.forEach(([, stride], i) => {
        const filter = values[`conv${i}.weight`] as tf.Tensor4D;
        x = tf.add(tf.conv2d(x, filter, stride, 'valid'), values[`conv${i}.bias`]);
        if (isNormalised) x = ofPictures(x, (rows) => layerNorm(rows, values, `conv${i}.norm`));
        x = tf.relu(x);
      });
      return tf.reshape(x, [observation.shape[0], numFeatures]);
    },
  };
}

/** `change` of the pictures as rows, [B, H · W · C]. */
function ofPictures(x: tf.Tensor4D, change: (rows: tf.Tensor2D) => tf.Tensor2D): tf.Tensor4D {
  return tf.reshape(change(tf.reshape(x, [x.shape[0], x.size / x.shape[0]])), x.shape);
}

/** `nature-cnn` */
export const natureCnn: BodyDeclaration<typeof schema> = {
  title: 'the three convolutions of the 2015 DQN and a dense layer, for 84×84 pixels',
  schema,
  reads: naturePictures,
  build: natureCnnBody,
};
