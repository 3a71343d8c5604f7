/** What learning moves as a language measures. */
import type { Metrics } from '@agon/learning';
import { heldMoveMetrics } from '../imitation/metrics.js';

export const moveModelMetrics = {
  ...heldMoveMetrics,
  stepsPerSecond: { unit: 'perSecond' },
  epoch: { unit: 'count', isExact: true },
  policyLoss: { unit: 'nats' },
  learningRate: { unit: 'none', isExact: true },
  gradientNorm: { unit: 'none' },
} as const satisfies Metrics;

export type MoveModelMetric = keyof typeof moveModelMetrics;
