/** The settings of training a classifier of texts. An update is one optimiser step on one batch of texts. */
import { count, MOST_STEPS, number, type Settings } from '@agon/core';
import * as v from 'valibot';
import { TOKENS } from './reading.js';

const MOST_LENGTH = 65_536;
const MOST_BATCH = 65_536;
const MOST_VOCABULARY = 1_000_000;

export const textClassifierSchema = v.strictObject({
  network: v.optional(v.string(), 'convnet'),
  vectors: v.optional(v.string(), ''),
  tokens: v.optional(v.picklist(TOKENS), 'words'),
  length: v.optional(count(1, MOST_LENGTH), 200),
  vocabulary: v.optional(count(1, MOST_VOCABULARY), 20_000),
  batchSize: v.optional(count(1, MOST_BATCH), 32),
  learningRate: v.optional(number(0), 2e-3),
  warmUp: v.optional(count(0, MOST_STEPS), 50),
  decaySteps: v.optional(count(0, MOST_STEPS), 0),
  weightDecay: v.optional(number(0), 0.01),
  averaging: v.optional(number(0, 0.99999), 0.99),
});

/** The settings once parsed: every one has a value. */
export type TextClassifierSettings = Settings<typeof textClassifierSchema>;
