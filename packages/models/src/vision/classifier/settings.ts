/** The settings of training a classifier. An update is one optimiser step on one batch of pictures. */
import { count, described, fraction, MOST_HELD, MOST_STEPS, number, type Settings } from '@agon/core';
import { augmentEntries } from '@agon/data';
import * as v from 'valibot';

export const classifierSchema = v.strictObject({
  network: v.optional(
    described(v.string(), 'a network of kind classifier and its options (`agon nets`)'),
    'convnet',
  ),
  start: v.optional(
    described(
      v.string(),
      'weights to begin with, as runs/NAME@STEP or zoo/NAME; layers of another shape begin anew',
    ),
    '',
  ),
  batchSize: v.optional(described(count(1, MOST_HELD), 'pictures per update'), 128),
  optimiser: v.optional(
    described(v.picklist(['adam', 'sgd']), 'adam, or sgd with a momentum of 0.9'),
    'adam',
  ),
  learningRate: v.optional(
    described(number(0), 'initial learning rate; it falls to 0 along half a cosine'),
    2e-3,
  ),
  warmUp: v.optional(
    described(count(0, MOST_STEPS), 'updates over which the learning rate rises first'),
    100,
  ),
  decaySteps: v.optional(
    described(
      count(0, MOST_STEPS),
      'updates until the learning rate is 0; 0: all updates of the run, or 10,000 if it has no end',
    ),
    0,
  ),
  weightDecay: v.optional(described(number(0), 'decoupled weight decay, times the learning rate'), 0.01),
  averaging: v.optional(
    described(
      number(0, 0.99999),
      'decay of the moving average of the weights, which is what is kept; 0 = no average',
    ),
    0.998,
  ),
  smoothing: v.optional(
    described(fraction, 'label smoothing: the share of the target that all classes share'),
    0,
  ),
  ...augmentEntries,
  epsilon: v.optional(
    described(
      fraction,
      'hardening: how far each pixel, of values in [0, 1], may be changed by the attack that is trained on; 0 = none',
    ),
    0,
  ),
  testPictures: v.optional(
    described(count(1, MOST_HELD), 'pictures of the validation split that are measured at each checkpoint'),
    5_000,
  ),
});

/** The settings once parsed: every one has a value. */
export type ClassifierSettings = Settings<typeof classifierSchema>;
