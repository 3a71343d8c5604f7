/** What training embeddings measures: means since the event before. */
import type { Metrics } from '@agon/learning';

export const word2vecMetrics = {
  loss: { unit: 'nats' },
  epoch: { unit: 'count', isExact: true },
  stepsPerSecond: { unit: 'perSecond' },
  learningRate: { unit: 'none', isExact: true },
} as const satisfies Metrics;

export type Word2vecMetric = keyof typeof word2vecMetrics;
