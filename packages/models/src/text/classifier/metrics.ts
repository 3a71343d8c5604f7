/** What training a classifier of texts measures. `validation…`: of the weights that are kept, at each checkpoint. */
import type { Metrics } from '@agon/learning';

export const textClassifierMetrics = {
  validationAccuracy: { unit: 'share' },
  validationLoss: { unit: 'nats' },
  loss: { unit: 'nats' },
  epoch: { unit: 'count', isExact: true },
  stepsPerSecond: { unit: 'perSecond' },
  learningRate: { unit: 'none', isExact: true },
  gradientNorm: { unit: 'none' },
} as const satisfies Metrics;

export type TextClassifierMetric = keyof typeof textClassifierMetrics;
