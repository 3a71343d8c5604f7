/** What the value family measures. */
import { progressMetrics, type Metrics } from '@agon/learning';

/** Means since the event before; `updates` of the whole run. */
export const dqnMetrics = {
  ...progressMetrics,
  loss: { unit: 'none' },
  qMean: { unit: 'reward' },
  epsilon: { unit: 'share', isExact: true },
  updates: { unit: 'count', isExact: true },
} as const satisfies Metrics;

export type DqnMetric = keyof typeof dqnMetrics;

/** What to show while it trains. */
export const dqnHeadline: readonly DqnMetric[] = [
  'stepsPerSecond',
  'return',
  'episodeLength',
  'loss',
  'qMean',
  'epsilon',
];
