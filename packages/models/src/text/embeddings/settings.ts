/** The settings of training embeddings. A step is one word of the text that is read. */
import { count, fraction, number, type Settings } from '@agon/core';
import * as v from 'valibot';

const MOST_DIMENSIONS = 4096;
const MOST_EPOCHS = 10_000;
const MOST_BUCKETS = 10_000_000;
/** Words on each side, and words that are drawn. */
const MOST_WORDS = 100;

export const word2vecSchema = v.strictObject({
  model: v.optional(v.picklist(['skip-gram', 'cbow']), 'skip-gram'),
  dimensions: v.optional(count(1, MOST_DIMENSIONS), 100),
  window: v.optional(count(1, MOST_WORDS), 5),
  negatives: v.optional(count(1, MOST_WORDS), 5),
  subsampling: v.optional(fraction, 1e-4),
  subwords: v.optional(count(0, MOST_BUCKETS), 0),
  leastCount: v.optional(count(1, 1_000_000), 5),
  epochs: v.optional(count(1, MOST_EPOCHS), 15),
  learningRate: v.optional(number(0), 0.025),
  reads: v.optional(v.picklist(['all', 'train']), 'all'),
});

/** The settings once parsed: every one has a value. */
export type Word2vecSettings = Settings<typeof word2vecSchema>;
