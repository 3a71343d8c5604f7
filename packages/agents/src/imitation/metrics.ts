/** What learning from recorded games measures. */
import type { Metrics } from '@agon/learning';

/** On positions that were not learned from; those that the network has heads for. */
const heldMetrics = {
  heldAccuracy: { unit: 'share' },
  heldPolicyLoss: { unit: 'nats' },
  valueError: { unit: 'none' },
  valueSpread: { unit: 'none' },
  resultError: { unit: 'none' },
  resultSpread: { unit: 'none' },
} as const satisfies Metrics;

/** Losses are means since the event before. */
export const imitationMetrics = {
  ...heldMetrics,
  stepsPerSecond: { unit: 'perSecond' },
  loss: { unit: 'none' },
  policyLoss: { unit: 'nats' },
  valueLoss: { unit: 'nats' },
  ownershipLoss: { unit: 'none' },
  scoreLoss: { unit: 'none' },
  learningRate: { unit: 'none', isExact: true },
  gradientNorm: { unit: 'none' },
  completedGames: { unit: 'count' },
} as const satisfies Metrics;

export type HeldMetric = keyof typeof heldMetrics;
export type ImitationMetric = keyof typeof imitationMetrics;
