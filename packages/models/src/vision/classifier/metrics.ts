/** What training a classifier measures. */
import type { Metrics } from '@agon/learning';

/** Of the training batches: means since the event before. Of the validation split: the weights that are kept, at each checkpoint; `robustAccuracy`: the averaged ones under attack, where training hardens. */
export const classifierMetrics = {
  validationAccuracy: { unit: 'share' },
  validationTop5: { unit: 'share' },
  validationLoss: { unit: 'nats' },
  robustAccuracy: { unit: 'share' },
  loss: { unit: 'nats' },
  accuracy: { unit: 'share' },
  epoch: { unit: 'count', isExact: true },
  stepsPerSecond: { unit: 'perSecond' },
  learningRate: { unit: 'none', isExact: true },
  gradientNorm: { unit: 'none' },
} as const satisfies Metrics;

export type ClassifierMetric = keyof typeof classifierMetrics;
