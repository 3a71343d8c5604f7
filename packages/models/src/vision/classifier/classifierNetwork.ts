/** The network of a classifier, for pictures of a dataset. */
import type { TensorMap } from '@agon/engine';
import { makeNetwork, type Network } from '@agon/nets';
import * as tf from '@tensorflow/tfjs';
import { normalised, type Preprocessing } from './preprocessing.js';

/** @throws unknown-net; bad-option; unsupported where it reads no such pictures */
export const networkFor = (
  spec: string,
  { shape, classes }: Pick<Preprocessing, 'shape' | 'classes'>,
): Network => makeNetwork(spec, 'classifier', { input: shape, classes: classes.length });

/** A network's inputs from pictures `[B, height, width, channels]`, values in [0, 1]. */
export const inputOf = (pictures: tf.Tensor, preprocessing: Preprocessing): TensorMap => ({
  input: normalised(pictures, preprocessing),
});

/** Bytes as values in [0, 1]. */
export const fromBytes = (pixels: tf.Tensor): tf.Tensor => tf.div(pixels, 255);
