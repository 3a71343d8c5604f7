/** What training a language model measures. */
import type { Metrics } from '@agon/learning';

/** `validationLoss`: of the weights that are kept, at each checkpoint; the others are means of the batches since the event before. */
export const languageMetrics = {
  validationLoss: { unit: 'nats' },
  loss: { unit: 'nats' },
  epoch: { unit: 'count', isExact: true },
  stepsPerSecond: { unit: 'perSecond' },
  learningRate: { unit: 'none', isExact: true },
  gradientNorm: { unit: 'none' },
} as const satisfies Metrics;

export type LanguageMetric = keyof typeof languageMetrics;
