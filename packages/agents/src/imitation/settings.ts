/** Settings of learning from recorded games. */
import { count, fraction, MOST_HELD, MOST_STEPS, number, type Settings } from '@agon/core';
import * as v from 'valibot';

/** What every learner from games takes. */
export const goLearnerEntries = {
  batchSize: v.optional(count(1, MOST_HELD), 128),
  learningRate: v.optional(number(0), 0.002),
  weightDecay: v.optional(number(0), 0.02),
  averaging: v.optional(number(0, 0.99999), 0.998),
  targetDecay: v.optional(fraction, 0.8),
};

/** One network with up to four heads; a weight of 0 leaves a target out. */
export const imitationSchema = v.strictObject({
  sgf: v.string(),
  network: v.optional(
    v.string(),
    'residual-tower:blocks=4,channels=64,pooling=16,policyHead=points,policyChannels=16,territory=true',
  ),
  from: v.optional(v.string(), ''),
  fresh: v.optional(v.string(), ''),
  ...goLearnerEntries,
  decaySteps: v.optional(count(0, MOST_STEPS), 0),
  valueWeight: v.optional(number(0), 2),
  ownershipWeight: v.optional(number(0), 1),
  scoreWeight: v.optional(number(0), 20),
  holdOut: v.optional(number(0, 0.5), 0.05),
  testPositions: v.optional(count(1, 10_000_000), 2048),
  completeAt: v.optional(count(0, MOST_STEPS), 1500),
});

/** The settings of learning from records once parsed: every one has a value. */
export type ImitationSettings = Settings<typeof imitationSchema>;
