/**
 * The convolution of the MinAtar paper (Young & Tian 2019) under a policy and a value, for policy-gradient agents.
 * H, W = board (10×10 there), C = planes.
 */
import { count, MOST_HELD, type Settings } from '@agon/core';
import * as v from 'valibot';
import { actorCriticOn } from './actorCriticOn.js';
import { minAtarCnnBody } from '../bodies/minatarCnn.js';
import type { Network } from '../network.js';

/** Settings of `actor-critic-cnn`. */
export const actorCriticCnnSchema = v.strictObject({
  filters: v.optional(count(1, 'filters of the convolution', MOST_HELD), 16),
  hidden: v.optional(count(1, 'units of the dense layer', MOST_HELD), 128),
});

/** Builds the network for observations [H, W, C]. @throws unsupported for other ranks and boards smaller than 3×3 */
export function buildActorCriticCnn(
  inputShape: readonly number[],
  numActions: number,
  settings: Settings<typeof actorCriticCnnSchema>,
): Network {
  const owner = { id: 'actor-critic-cnn', instead: 'actor-critic-mlp' };
  return actorCriticOn(minAtarCnnBody(inputShape, { ...settings, layerNorm: false }, owner), numActions);
}
