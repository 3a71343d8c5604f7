/** What PQN measures. */
import type { Metrics } from '@agon/learning';
import { qMetrics } from '../../value/dqn/metrics.js';

/** Means over the minibatches since the event before. */
export const pqnMetrics = {
  ...qMetrics,
  learningRate: { unit: 'none', isExact: true },
  gradientNorm: { unit: 'none' },
} as const satisfies Metrics;

export type PqnMetric = keyof typeof pqnMetrics;
