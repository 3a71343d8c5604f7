/** What PPO measures. */
import type { Metrics } from '@agon/learning';
import { actorCriticMetrics } from '../onPolicy/metrics.js';

/** How far an update has moved the policy, beside what all actors and critics measure. */
export const ppoMetrics = {
  ...actorCriticMetrics,
  approxKl: { unit: 'nats' },
  clipFraction: { unit: 'share' },
} as const satisfies Metrics;

export type PpoMetric = keyof typeof ppoMetrics;
