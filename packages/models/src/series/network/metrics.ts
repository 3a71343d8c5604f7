/** What training a forecaster measures. */
import type { Metrics } from '@agon/learning';

/** `validationRelativeError`: of the weights that are kept, at each checkpoint; the others are means of the batches since the event before. */
export const forecasterMetrics = {
  validationRelativeError: { unit: 'none' },
  loss: { unit: 'none' },
  epoch: { unit: 'count', isExact: true },
  stepsPerSecond: { unit: 'perSecond' },
  learningRate: { unit: 'none', isExact: true },
  gradientNorm: { unit: 'none' },
} as const satisfies Metrics;

export type ForecasterMetric = keyof typeof forecasterMetrics;
