/**
 * The convolutions of the 2015 DQN (`nature-cnn`) under a policy and a value, as A3C (Mnih et al. 2016, section 5.1) and PPO
 * (Schulman et al. 2017, section 6.4) have them on Atari. H, W = picture (84×84 there), C = frames (4 there).
 */
import { number, type Settings } from '@agon/core';
import * as v from 'valibot';
import { actorCriticOn } from './actorCriticOn.js';
import { natureCnnBody } from '../bodies/natureCnn.js';
import type { Network } from '../network.js';

/** Settings of `actor-critic-nature`. */
export const actorCriticNatureSchema = v.strictObject({
  width: v.optional(number(0.05, "filters and units as a part of the paper's: 0.5 halves them"), 1),
});

/** Builds the network for observations [H, W, C]. @throws unsupported for other ranks and pictures smaller than 36×36 */
export function buildActorCriticNature(
  inputShape: readonly number[],
  numActions: number,
  { width }: Settings<typeof actorCriticNatureSchema>,
): Network {
  const owner = { id: 'actor-critic-nature', instead: 'actor-critic-cnn or actor-critic-mlp' };
  return actorCriticOn(natureCnnBody(inputShape, { width, layerNorm: false }, owner), numActions);
}
