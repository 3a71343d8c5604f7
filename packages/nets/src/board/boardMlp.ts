/**
 * Dense layers with a policy and a value head: the network for boards too small for convolutions.
 * B = batch, F = values of an observation, A = actions.
 */
import { counts, described, MOST_HELD, type Settings } from '@agon/core';
import { glorotUniform, type ParameterSpec } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import { entry } from '../entry.js';
import type { Sizes } from '../kind.js';
import { policyValue } from '../kinds.js';
import { dense, denseSpecs } from '../layers/dense.js';
import type { NetworkParts } from '../network.js';

const schema = v.strictObject({
  hidden: v.optional(
    described(counts(1, MOST_HELD), 'units of each hidden layer (ReLU), such as 128/128'),
    [128, 128],
  ),
});

/** Observations of any shape are flattened. */
function build(
  { input, actions }: Sizes<typeof policyValue>,
  { hidden }: Settings<typeof schema>,
): NetworkParts {
  const features = input.reduce((product, size) => product * size, 1);
  const parameters: ParameterSpec[] = [];
  let from = features;
  hidden.forEach((to, i) => {
    parameters.push(...denseSpecs(`hidden${i}`, from, to));
    from = to;
  });
  parameters.push(
    ...denseSpecs('policy', from, actions, glorotUniform),
    ...denseSpecs('value', from, 1, glorotUniform),
  );

  return {
    parameters,
    apply({ observation }, values) {
      const batch = observation.shape[0];
      let x: tf.Tensor2D = tf.reshape(observation, [batch, features]);
      hidden.forEach((_, i) => (x = tf.relu(dense(x, values, `hidden${i}`))));
      const value = tf.tanh(tf.reshape(dense(x, values, 'value'), [batch]));
      return { policy: dense(x, values, 'policy'), value };
    },
  };
}

/** `board-mlp` */
export const boardMlp = entry(policyValue, { title: 'dense layers with policy and value', schema, build });
