/**
 * A policy and a value over a network's body, for policy-gradient agents: a dense layer in common, then one of each; initialised
 * orthogonally as `actor-critic-mlp` is. B = batch, A = actions.
 */
import { orthogonal, zeros } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import type { BodyWithHidden } from '../bodies/body.js';
import type { NetworkParts } from '../network.js';
import { dense, denseSpecs } from '../layers/dense.js';

/** @param body its hidden layer's units are those of the layer in common */
export function actorCriticOn(body: BodyWithHidden, numActions: number): NetworkParts {
  const { numFeatures, hidden } = body;
  const layers = body.parameters.map(({ name, shape }) => ({
    name,
    shape,
    init: name.endsWith('.weight') ? orthogonal(Math.SQRT2) : zeros,
  }));
  return {
    parameters: [
      ...layers,
      ...denseSpecs('hidden', numFeatures, hidden.units, orthogonal(Math.SQRT2)),
      ...denseSpecs('policy', hidden.units, numActions, orthogonal(0.01)),
      ...denseSpecs('value', hidden.units, 1, orthogonal(1)),
    ],
    apply({ observation }, values) {
      const common = tf.relu(dense(body.apply(observation, values), values, 'hidden'));
      return {
        policy: dense(common, values, 'policy'),
        value: tf.reshape(dense(common, values, 'value'), [observation.shape[0]]),
      };
    },
  };
}
