/** tf.layers models as functions that compile: their weights become named parameters. */
import { AgonError } from '@agon/core';
import * as tf from '@tensorflow/tfjs';
import type { ParameterSpec } from './parameters.js';
import type { TensorMap } from './tensors.js';

/** A tf.layers model as a function of its inputs and parameters. */
export interface LayersFunction {
  /** One for each weight of the model, named as there; the initial values are the model's own of now. */
  readonly parameters: readonly ParameterSpec[];
  /**
   * The model's result (the first, where it has several). For training, batch normalisation uses the batch's own moments,
   * and the moving averages come back as `next/NAME`, for the loss function to return beside its loss.
   * @throws unsupported for training with layers that draw random numbers: use `dropout` with noise as an input
   */
  apply(
    input: tf.Tensor | tf.Tensor[],
    parameters: TensorMap,
    isTraining?: boolean,
  ): { output: tf.Tensor; updates: TensorMap };
}

/** A layer's weight; tfjs keeps its read and write on the prototype, so own properties shadow them for a while. */
type Weight = tf.LayerVariable & { read?: () => tf.Tensor; write?: (value: tf.Tensor) => Weight };

const RANDOM_LAYERS = new Set([
  'Dropout',
  'SpatialDropout1D',
  'GaussianNoise',
  'GaussianDropout',
  'AlphaDropout',
]);

function checkNotRandom(model: tf.LayersModel): void {
  for (const layer of model.layers) {
    const { dropout, recurrentDropout } = layer.getConfig() as {
      dropout?: number;
      recurrentDropout?: number;
    };
    if (RANDOM_LAYERS.has(layer.getClassName()) || dropout || recurrentDropout) {
      throw new AgonError(
        'unsupported',
        `layer "${layer.name}" (${layer.getClassName()}) draws random numbers, which would stay the same at every run of a compiled function. Leave it out and use dropout(x, rate, noise) with the noise as an input.`,
      );
    }
  }
}

/** Takes a built tf.layers model (sequential or functional) apart into parameters and a function of them. */
export function fromLayers(model: tf.LayersModel): LayersFunction {
  const weights = model.weights as Weight[];
  const parameters = weights.map((weight): ParameterSpec => {
    const values = weight.read().dataSync<'float32'>().slice();
    return { name: weight.name, shape: weight.shape as number[], init: (out) => out.set(values) };
  });
  return {
    parameters,
    apply(input, tensors, isTraining = false) {
      if (isTraining) checkNotRandom(model);
      const updates: TensorMap = {};
      for (const weight of weights) {
        const own = weight as { read?: () => tf.Tensor; write?: (value: tf.Tensor) => Weight };
        own.read = () => tensors[weight.name];
        own.write = (value) => {
          updates[`next/${weight.name}`] = tf.keep(tf.clone(value)); // it is written within a scope of tfjs's
          return weight;
        };
      }
      try {
        const result = model.apply(input, { training: isTraining }) as tf.Tensor | tf.Tensor[];
        return { output: Array.isArray(result) ? result[0] : result, updates };
      } finally {
        for (const weight of weights) {
          const own = weight as { read?: unknown; write?: unknown };
          delete own.read;
          delete own.write;
        }
      }
    },
  };
}
