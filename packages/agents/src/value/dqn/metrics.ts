/** What the value family measures. */
import { progressMetrics, type Metrics } from '@agon/learning';

/** Of every learner of action values: means since the event before. */
export const qMetrics = {
  ...progressMetrics,
  loss: { unit: 'none' },
  qMean: { unit: 'reward' },
  epsilon: { unit: 'share', isExact: true },
} as const satisfies Metrics;

/** `updates` of the whole run. */
export const dqnMetrics = {
  ...qMetrics,
  updates: { unit: 'count', isExact: true },
} as const satisfies Metrics;

export type DqnMetric = keyof typeof dqnMetrics;

/** What to show while a learner of action values trains. */
export const qHeadline: readonly (keyof typeof qMetrics)[] = [
  'stepsPerSecond',
  'return',
  'episodeLength',
  'loss',
  'qMean',
  'epsilon',
];
