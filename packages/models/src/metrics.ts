/** All metrics of trainers that learn from data, and of searches; nothing that trains is loaded with it. */
import type { Metrics } from '@agon/learning';
import { searchMetrics } from './search/metrics.js';
import { forecasterMetrics } from './series/network/metrics.js';
import { word2vecMetrics } from './text/embeddings/metrics.js';
import { textClassifierMetrics } from './text/classifier/metrics.js';
import { languageMetrics } from './text/language/metrics.js';
import { seq2seqMetrics } from './text/seq2seq/metrics.js';
import { classifierMetrics } from './vision/classifier/metrics.js';

export const dataTrainerMetrics: readonly Metrics[] = [
  classifierMetrics,
  forecasterMetrics,
  languageMetrics,
  seq2seqMetrics,
  textClassifierMetrics,
  word2vecMetrics,
  searchMetrics('none'),
];
