/** What PQN measures. */
import { progressMetrics, type Metrics } from '@agon/learning';

/** Means over the minibatches since the event before. */
export const pqnMetrics = {
  ...progressMetrics,
  loss: { unit: 'none' },
  qMean: { unit: 'reward' },
  epsilon: { unit: 'share', isExact: true },
  learningRate: { unit: 'none', isExact: true },
  gradientNorm: { unit: 'none' },
} as const satisfies Metrics;

export type PqnMetric = keyof typeof pqnMetrics;

/** What to show while it trains. */
export const pqnHeadline: readonly PqnMetric[] = [
  'stepsPerSecond',
  'return',
  'episodeLength',
  'loss',
  'qMean',
  'epsilon',
];
