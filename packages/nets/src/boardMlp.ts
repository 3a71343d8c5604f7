/**
 * Dense layers with a policy and a value head: the network for boards too small for convolutions.
 * B = batch, F = values of an observation, A = actions.
 */
import type { Settings } from '@agon/core';
import { glorotUniform, heNormal, zeros, type ParameterSpec } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import type { Network } from './network.js';

export const boardMlpSchema = v.strictObject({
  hidden: v.optional(
    v.pipe(
      v.array(v.pipe(v.number(), v.integer(), v.minValue(1))),
      v.minLength(1),
      v.description('units of each hidden layer (ReLU), as 128/128'),
    ),
    [128, 128],
  ),
});

/** Builds the network; observations of any shape are flattened. */
export function buildBoardMlp(
  inputShape: readonly number[],
  numActions: number,
  settings: Settings<typeof boardMlpSchema>,
): Network {
  const { hidden } = settings;
  const features = inputShape.reduce((product, size) => product * size, 1);
  const parameters: ParameterSpec[] = [];
  let from = features;
  hidden.forEach((to, i) => {
    parameters.push(
      { name: `hidden${i}.weight`, shape: [from, to], init: heNormal },
      { name: `hidden${i}.bias`, shape: [to], init: zeros },
    );
    from = to;
  });
  parameters.push(
    { name: 'policy.weight', shape: [from, numActions], init: glorotUniform },
    { name: 'policy.bias', shape: [numActions], init: zeros },
    { name: 'value.weight', shape: [from, 1], init: glorotUniform },
    { name: 'value.bias', shape: [1], init: zeros },
  );

  return {
    id: 'board-mlp',
    inputShape,
    parameters,
    /** [B, …inputShape] → policy logits [B, A], value [B] in (−1, 1). */
    apply(observation, values) {
      const batch = observation.shape[0];
      const layer = (x: tf.Tensor2D, name: string): tf.Tensor2D =>
        tf.add(tf.matMul(x, values[`${name}.weight`] as tf.Tensor2D), values[`${name}.bias`]);
      let x: tf.Tensor2D = tf.reshape(observation, [batch, features]);
      hidden.forEach((_, i) => (x = tf.relu(layer(x, `hidden${i}`))));
      return { policy: layer(x, 'policy'), value: tf.tanh(tf.reshape(layer(x, 'value'), [batch])) };
    },
  };
}
