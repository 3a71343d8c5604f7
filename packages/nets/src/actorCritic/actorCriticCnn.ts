/**
 * The convolution of the MinAtar paper (Young & Tian 2019) under a policy and a value, for policy-gradient agents.
 * H, W = board (10×10 there), C = planes.
 */
import { count, described, MOST_HELD } from '@agon/core';
import * as v from 'valibot';
import { minAtarCnnBody, minAtarPictures } from '../bodies/minatarCnn.js';
import { entry } from '../entry.js';
import { actorCritic } from '../kinds.js';
import { actorCriticOn } from './actorCriticOn.js';

const schema = v.strictObject({
  filters: v.optional(described(count(1, MOST_HELD), 'filters of the convolution'), 16),
  hidden: v.optional(described(count(1, MOST_HELD), 'units of the dense layer'), 128),
});

/** `actor-critic-cnn` */
export const actorCriticCnn = entry(actorCritic, {
  title: 'one 3×3 convolution and a dense layer with policy and value',
  schema,
  reads: { observation: minAtarPictures },
  build: ({ input, actions }, settings) =>
    actorCriticOn(minAtarCnnBody(input, { ...settings, layerNorm: false }), actions),
});
