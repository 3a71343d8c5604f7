/** The settings of training a forecaster. An update is one optimiser step on one batch of windows. */
import { count, MOST_HELD, MOST_STEPS, number, type Settings } from '@agon/core';
import * as v from 'valibot';

/** The longest window that is read or forecast. */
const MOST_WINDOW = 10_000;

export const forecasterSchema = v.strictObject({
  network: v.optional(v.string(), 'lstm'),
  context: v.optional(count(1, MOST_WINDOW), 32),
  horizon: v.optional(count(1, MOST_WINDOW), 8),
  level: v.optional(v.boolean(), true),
  batchSize: v.optional(count(1, MOST_HELD), 64),
  learningRate: v.optional(number(0), 2e-3),
  decaySteps: v.optional(count(0, MOST_STEPS), 0),
  weightDecay: v.optional(number(0), 0.01),
  averaging: v.optional(number(0, 0.99999), 0.99),
});

/** The settings once parsed: every one has a value. */
export type ForecasterSettings = Settings<typeof forecasterSchema>;
