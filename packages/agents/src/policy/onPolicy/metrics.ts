/** What algorithms with an actor and a critic measure. */
import { progressMetrics, type Metrics } from '@agon/learning';

/** Means over the minibatches since the event before. */
export const actorCriticMetrics = {
  ...progressMetrics,
  loss: { unit: 'none' },
  policyLoss: { unit: 'none' },
  valueLoss: { unit: 'none' },
  entropy: { unit: 'nats' },
  explainedVariance: { unit: 'share' },
  learningRate: { unit: 'none', isExact: true },
  gradientNorm: { unit: 'none' },
} as const satisfies Metrics;

export type ActorCriticMetric = keyof typeof actorCriticMetrics;

/** What to show while it trains. */
export const actorCriticHeadline: readonly ActorCriticMetric[] = [
  'stepsPerSecond',
  'return',
  'episodeLength',
  'loss',
  'entropy',
  'explainedVariance',
];
