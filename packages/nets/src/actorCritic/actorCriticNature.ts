/**
 * The convolutions of the 2015 DQN (`nature-cnn`) under a policy and a value, as A3C (Mnih et al. 2016, section 5.1) and PPO
 * (Schulman et al. 2017, section 6.4) have them on Atari. H, W = picture (84×84 there), C = frames (4 there).
 */
import { described, number } from '@agon/core';
import * as v from 'valibot';
import { natureCnnBody, naturePictures } from '../bodies/natureCnn.js';
import { entry } from '../entry.js';
import { actorCritic } from '../kinds.js';
import { actorCriticOn } from './actorCriticOn.js';

const schema = v.strictObject({
  width: v.optional(described(number(0.05), 'filters and units, relative to the paper: 0.5 halves them'), 1),
});

/** `actor-critic-nature` */
export const actorCriticNature = entry(actorCritic, {
  title: 'the three convolutions of the 2015 DQN with policy and value, for 84×84 pixels',
  schema,
  reads: { observation: naturePictures },
  build: ({ input, actions }, { width }) =>
    actorCriticOn(natureCnnBody(input, { width, layerNorm: false }), actions),
});
