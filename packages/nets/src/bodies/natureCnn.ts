/**
 * The network of "Human-level control through deep reinforcement learning" (Mnih et al. 2015, methods, table 1): three
 * convolutions, 32 of 8×8 with stride 4, 64 of 4×4 with stride 2, 64 of 3×3 with stride 1, and a dense layer of 512.
 * H, W = picture (84×84 there), C = frames (4 there).
 */
import { AgonError, number, type Settings } from '@agon/core';
import { heUniform, zeros, type ParameterSpec } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import type { BodyOwner, BodyWithHidden } from './body.js';
import { layerNorm, layerNormEntry, layerNormSpecs } from '../layers/layerNorm.js';

/** [size, stride, filters of the paper] */
const LAYERS = [
  [8, 4, 32],
  [4, 2, 64],
  [3, 1, 64],
] as const;

/** Settings of `nature-cnn`; defaults are the paper's. */
export const natureCnnSchema = v.strictObject({
  width: v.optional(number(0.05, "filters and units as a part of the paper's: 0.5 halves them"), 1),
  ...layerNormEntry,
});

/** For observations [H, W, C]. @throws unsupported for other ranks and pictures smaller than 36×36 */
export function natureCnnBody(
  inputShape: readonly number[],
  settings: Settings<typeof natureCnnSchema>,
  { id, instead }: BodyOwner = { id: 'nature-cnn', instead: 'minatar-cnn or mlp' },
): BodyWithHidden {
  if (inputShape.length !== 3 || inputShape[0] < 36 || inputShape[1] < 36) {
    throw new AgonError(
      'unsupported',
      `${id} reads pictures [height, width, planes] of at least 36×36, got [${inputShape.join(', ')}]; use ${instead}.`,
    );
  }
  const { width: part, layerNorm: isNormalised } = settings;
  const scaled = (units: number) => Math.max(1, Math.round(units * part));
  const parameters: ParameterSpec[] = [];
  let [height, width, planes] = inputShape;
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
    id,
    inputShape,
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
