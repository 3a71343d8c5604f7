/** The settings of training networks that read one sequence and write another. An update is one optimiser step on one batch of pairs. */
import { count, fraction, MOST_STEPS, number, type Settings } from '@agon/core';
import * as v from 'valibot';

/** The most pairs in a batch. */
const MOST_BATCH = 65_536;

export const seq2seqSchema = v.strictObject({
  network: v.optional(v.string(), 'lstm'),
  leastCount: v.optional(count(1, 1000), 1),
  buckets: v.optional(count(1, 100), 4),
  batchSize: v.optional(count(1, MOST_BATCH), 64),
  teacherForcing: v.optional(fraction, 1),
  learningRate: v.optional(number(0), 2e-3),
  warmUp: v.optional(count(0, MOST_STEPS), 100),
  decaySteps: v.optional(count(0, MOST_STEPS), 0),
  weightDecay: v.optional(number(0), 0.01),
  clipNorm: v.optional(number(0), 1),
  averaging: v.optional(number(0, 0.99999), 0.99),
});

/** The settings once parsed: every one has a value. */
export type Seq2seqSettings = Settings<typeof seq2seqSchema>;
