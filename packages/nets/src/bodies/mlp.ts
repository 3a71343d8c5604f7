/** Dense layers. B = batch. */
import { counts, described, MOST_HELD, type Settings } from '@agon/core';
import { heUniform, type ParameterSpec, type Shape } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import type { Body, BodyDeclaration } from './body.js';
import { layerNorm, layerNormEntry, layerNormSpecs } from '../layers/layerNorm.js';
import { dense, denseSpecs } from '../layers/dense.js';

const schema = v.strictObject({
  hidden: v.optional(
    described(counts(0, MOST_HELD), 'units of each hidden layer (ReLU), such as 120/84'),
    [120, 84],
  ),
  ...layerNormEntry,
});

/** Observations of any shape are flattened. An empty list of hidden layers makes a linear network. */
function build(input: Shape, settings: Settings<typeof schema>): Body {
  const { hidden, layerNorm: isNormalised } = settings;
  const features = input.reduce((product, size) => product * size, 1);
  const widths = [features, ...hidden.slice(0, -1)];
  const parameters: ParameterSpec[] = [];
  for (let i = 1; i < widths.length; i++) {
    parameters.push(...denseSpecs(`hidden${i - 1}`, widths[i - 1], widths[i], heUniform));
    if (isNormalised) parameters.push(...layerNormSpecs(`hidden${i - 1}.norm`, widths[i]));
  }
  return {
    parameters,
    numFeatures: widths[widths.length - 1],
    hidden: hidden.length
      ? { name: `hidden${hidden.length - 1}`, units: hidden[hidden.length - 1] }
      : undefined,
    isNormalised,
    apply(observation, values) {
      let x: tf.Tensor2D = tf.reshape(observation, [observation.shape[0], features]);
      for (let i = 1; i < widths.length; i++) {
        x = dense(x, values, `hidden${i - 1}`);
        if (isNormalised) x = layerNorm(x, values, `hidden${i - 1}.norm`);
        x = tf.relu(x);
      }
      return x;
    },
  };
}

/** `mlp` */
export const mlp: BodyDeclaration<typeof schema> = { title: 'dense layers', schema, build };
