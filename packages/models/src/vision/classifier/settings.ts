/** The settings of training a classifier. An update is one optimiser step on one batch of pictures. */
import { count, fraction, MOST_HELD, MOST_STEPS, number, type Settings } from '@agon/core';
import { augmentEntries } from '@agon/data';
import * as v from 'valibot';

/** The largest batch: more pictures are no better for an update. */
const MOST_BATCH = 65_536;

export const classifierSchema = v.strictObject({
  network: v.optional(v.string(), 'convnet'),
  start: v.optional(v.string(), ''),
  batchSize: v.optional(count(1, MOST_BATCH), 128),
  optimiser: v.optional(v.picklist(['adamw', 'sgd']), 'adamw'),
  learningRate: v.optional(number(0), 2e-3),
  warmUp: v.optional(count(0, MOST_STEPS), 100),
  decaySteps: v.optional(count(0, MOST_STEPS), 0),
  weightDecay: v.optional(number(0), 0.01),
  averaging: v.optional(number(0, 0.99999), 0.998),
  labelSmoothing: v.optional(fraction, 0),
  ...augmentEntries,
  attackEpsilon: v.optional(fraction, 0),
  attackEvery: v.optional(count(1, MOST_STEPS), 200),
  validationPictures: v.optional(count(1, MOST_HELD), 5_000),
});

/** The settings once parsed: every one has a value. */
export type ClassifierSettings = Settings<typeof classifierSchema>;
