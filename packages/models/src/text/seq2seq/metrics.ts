/** What training a network that reads one sequence and writes another measures. */
import type { Metrics } from '@agon/learning';

/** `validation…`: of the weights that are kept, at each checkpoint; the others are means of the batches since the event before. */
export const seq2seqMetrics = {
  validationSequences: { unit: 'share' },
  validationLoss: { unit: 'nats' },
  loss: { unit: 'nats' },
  epoch: { unit: 'count', isExact: true },
  stepsPerSecond: { unit: 'perSecond' },
  learningRate: { unit: 'none', isExact: true },
  gradientNorm: { unit: 'none' },
} as const satisfies Metrics;

export type Seq2seqMetric = keyof typeof seq2seqMetrics;
