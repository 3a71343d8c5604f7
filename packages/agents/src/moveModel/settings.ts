/** Settings of learning moves as a language. An update is one optimiser step on one batch of games. */
import { count, MOST_STEPS, number, type Settings } from '@agon/core';
import * as v from 'valibot';

/** The most moves of a game, and the most games of a batch. */
const MOST_LENGTH = 4096;
const MOST_BATCH = 65_536;

export const moveModelSchema = v.strictObject({
  sgf: v.string(),
  network: v.optional(v.string(), 'transformer'),
  length: v.optional(count(2, MOST_LENGTH), 128),
  batchSize: v.optional(count(1, MOST_BATCH), 32),
  learningRate: v.optional(number(0), 2e-3),
  warmUp: v.optional(count(0, MOST_STEPS), 100),
  decaySteps: v.optional(count(0, MOST_STEPS), 0),
  weightDecay: v.optional(number(0), 0.01),
  clipNorm: v.optional(number(0), 1),
  averaging: v.optional(number(0, 0.99999), 0.99),
  holdOut: v.optional(number(0, 0.5), 0.05),
});

/** The settings once parsed: every one has a value. */
export type MoveModelSettings = Settings<typeof moveModelSchema>;
