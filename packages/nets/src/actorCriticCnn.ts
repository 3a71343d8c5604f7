/**
 * The convolution of the MinAtar paper (Young & Tian 2019) under a policy and a value, for policy-gradient agents;
 * initialised as `actor-critic-mlp`. B = batch, H, W = board (10×10 there), C = planes, A = actions.
 */
import { AgonError, count, type Settings } from '@agon/core';
import { orthogonal, zeros } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import type { Network } from './network.js';
import { dense, denseSpecs } from './towerLayers.js';

/** Settings of `actor-critic-cnn`. */
export const actorCriticCnnSchema = v.strictObject({
  filters: v.optional(count(1, 'filters of the convolution'), 16),
  hidden: v.optional(count(1, 'units of the dense layer'), 128),
});

/** Builds the network for observations [H, W, C]. @throws unsupported for other ranks and boards smaller than 3×3 */
export function buildActorCriticCnn(
  inputShape: readonly number[],
  numActions: number,
  settings: Settings<typeof actorCriticCnnSchema>,
): Network {
  const [height, width, planes] = inputShape;
  if (inputShape.length !== 3 || height < 3 || width < 3) {
    throw new AgonError(
      'unsupported',
      `actor-critic-cnn reads pictures [height, width, planes] of at least 3×3, got [${inputShape.join(', ')}]; use actor-critic-mlp.`,
    );
  }
  const { filters, hidden } = settings;
  const flat = (height - 2) * (width - 2) * filters;

  return {
    id: 'actor-critic-cnn',
    inputShape,
    parameters: [
      { name: 'conv.weight', shape: [3, 3, planes, filters], init: orthogonal(Math.SQRT2) },
      { name: 'conv.bias', shape: [filters], init: zeros },
      ...denseSpecs('hidden', flat, hidden, orthogonal(Math.SQRT2)),
      ...denseSpecs('policy', hidden, numActions, orthogonal(0.01)),
      ...denseSpecs('value', hidden, 1, orthogonal(1)),
    ],
    /** [B, H, W, C] → policy logits [B, A], value [B]. */
    apply(observation, values) {
      const batch = observation.shape[0];
      const filter = values['conv.weight'] as tf.Tensor4D;
      const seen = tf.add(tf.conv2d(observation as tf.Tensor4D, filter, 1, 'valid'), values['conv.bias']);
      const body = tf.relu(dense(tf.reshape(tf.relu(seen), [batch, flat]), values, 'hidden'));
      return {
        policy: dense(body, values, 'policy'),
        value: tf.reshape(dense(body, values, 'value'), [batch]),
      };
    },
  };
}
