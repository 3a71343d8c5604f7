/** What a catalogue of words holds of trainers that learn from data, and of searches. The build fails where a language lacks a word. */
import type { TrainerWords } from '@agon/learning';
import type { SearchMetric } from '../search/metrics.js';
import type { ForecasterMetric } from '../series/network/metrics.js';
import type { TextClassifierMetric } from '../text/classifier/metrics.js';
import type { Word2vecMetric } from '../text/embeddings/metrics.js';
import type { LanguageMetric } from '../text/language/metrics.js';
import type { Seq2seqMetric } from '../text/seq2seq/metrics.js';
import type { Schemas } from '../trainers.js';
import type { ClassifierMetric } from '../vision/classifier/metrics.js';

export type Words = TrainerWords<
  | ClassifierMetric
  | ForecasterMetric
  | LanguageMetric
  | Seq2seqMetric
  | TextClassifierMetric
  | Word2vecMetric
  | SearchMetric,
  Schemas
>;
