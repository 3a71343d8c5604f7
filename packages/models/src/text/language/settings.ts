/** The settings of training a language model. An update is one optimiser step on one batch of stretches. */
import { count, MOST_STEPS, number, type Settings } from '@agon/core';
import * as v from 'valibot';

/** The longest stretch, and the most of them in a batch. */
const MOST_LENGTH = 65_536;
const MOST_BATCH = 65_536;
/** Bytes are the least that byte pairs can tell apart. */
const MOST_VOCABULARY = 1_000_000;

export const languageSchema = v.strictObject({
  network: v.optional(v.string(), 'lstm'),
  tokens: v.optional(v.picklist(['characters', 'byte-pairs', 'words']), 'characters'),
  vocabulary: v.optional(count(2, MOST_VOCABULARY), 1024),
  length: v.optional(count(1, MOST_LENGTH), 64),
  batchSize: v.optional(count(1, MOST_BATCH), 32),
  learningRate: v.optional(number(0), 2e-3),
  warmUp: v.optional(count(0, MOST_STEPS), 100),
  decaySteps: v.optional(count(0, MOST_STEPS), 0),
  weightDecay: v.optional(number(0), 0.01),
  clipNorm: v.optional(number(0), 1),
  averaging: v.optional(number(0, 0.99999), 0.99),
});

/** The settings once parsed: every one has a value. */
export type LanguageSettings = Settings<typeof languageSchema>;
