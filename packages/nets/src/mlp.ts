/** Dense layers with one action value each at the end. B = batch, A = actions. */
import type { Settings } from '@agon/core';
import { heUniform, lecunNormal, zeros, type ParameterSpec } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import type { Network } from './network.js';

export const mlpSchema = v.strictObject({
  hidden: v.optional(
    v.pipe(
      v.array(v.pipe(v.number(), v.integer(), v.minValue(1))),
      v.description('units of each hidden layer (ReLU), as 120/84'),
    ),
    [120, 84],
  ),
});

/** Builds the network; observations of any shape are flattened. An empty list of hidden layers is a linear network. */
export function buildMlp(
  inputShape: readonly number[],
  numActions: number,
  settings: Settings<typeof mlpSchema>,
): Network {
  const { hidden } = settings;
  const features = inputShape.reduce((product, size) => product * size, 1);
  const parameters: ParameterSpec[] = [];
  let from = features;
  hidden.forEach((to, i) => {
    parameters.push(
      { name: `hidden${i}.weight`, shape: [from, to], init: heUniform },
      { name: `hidden${i}.bias`, shape: [to], init: zeros },
    );
    from = to;
  });
  parameters.push(
    { name: 'q.weight', shape: [from, numActions], init: lecunNormal },
    { name: 'q.bias', shape: [numActions], init: zeros },
  );

  return {
    id: 'mlp',
    inputShape,
    parameters,
    /** [B, …inputShape] → q [B, A]. */
    apply(observation, values) {
      const layer = (x: tf.Tensor2D, name: string): tf.Tensor2D =>
        tf.add(tf.matMul(x, values[`${name}.weight`] as tf.Tensor2D), values[`${name}.bias`]);
      let x: tf.Tensor2D = tf.reshape(observation, [observation.shape[0], features]);
      hidden.forEach((_, i) => (x = tf.relu(layer(x, `hidden${i}`))));
      return { q: layer(x, 'q') };
    },
  };
}
