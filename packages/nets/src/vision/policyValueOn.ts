/**
 * A policy and a value over a network's body, which begin near a uniform policy: the last layers are orthogonal with gains 0.01 and 1
 * (Huang et al. 2022, detail 2), the body as it is drawn. B = batch, A = actions.
 */
import { heNormal, orthogonal } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import type { Body } from '../bodies/body.js';
import { dense, denseSpecs } from '../layers/dense.js';
import type { NetworkParts } from '../network.js';

/** @param value `of a game`: in [−1, 1], by a tanh */
export function policyValueOn(body: Body, numActions: number, value: 'any' | 'of a game'): NetworkParts {
  const { numFeatures, hidden } = body;
  const features = hidden?.units ?? numFeatures;
  return {
    parameters: [
      ...body.parameters,
      ...(hidden ? denseSpecs(hidden.name, numFeatures, hidden.units, heNormal) : []),
      ...denseSpecs('policy', features, numActions, orthogonal(0.01)),
      ...denseSpecs('value', features, 1, orthogonal(1)),
    ],
    apply({ observation }, values) {
      const seen = body.apply(observation, values);
      const common = hidden ? tf.relu(dense(seen, values, hidden.name)) : seen;
      const expected = tf.reshape(dense(common, values, 'value'), [observation.shape[0]]);
      return {
        policy: dense(common, values, 'policy'),
        value: value === 'any' ? expected : tf.tanh(expected),
      };
    },
  };
}
