/** What learning from recorded games measures. */
import type { Metrics } from '@agon/learning';

/** Of moves in games that were not learned from. */
export const heldMoveMetrics = {
  heldAccuracy: { unit: 'share' },
  heldPolicyLoss: { unit: 'nats' },
  heldIllegal: { unit: 'share' },
  heldIllegalMass: { unit: 'share' },
} as const satisfies Metrics;

/** On positions that were not learned from; those that the network has heads for. */
const heldMetrics = {
  ...heldMoveMetrics,
  valueError: { unit: 'none' },
  valueSpread: { unit: 'none' },
  resultError: { unit: 'none' },
  resultSpread: { unit: 'none' },
} as const satisfies Metrics;

/** Of updates: losses are means since the event before. */
const learnerMetrics = {
  loss: { unit: 'none' },
  policyLoss: { unit: 'nats' },
  valueLoss: { unit: 'nats' },
  ownershipLoss: { unit: 'none' },
  scoreLoss: { unit: 'none' },
  learningRate: { unit: 'none', isExact: true },
  gradientNorm: { unit: 'none' },
} as const satisfies Metrics;

export const imitationMetrics = {
  ...heldMetrics,
  stepsPerSecond: { unit: 'perSecond' },
  ...learnerMetrics,
  completedGames: { unit: 'count' },
} as const satisfies Metrics;

export type HeldMetric = keyof typeof heldMetrics;
export type GoLearnerMetric = keyof typeof learnerMetrics;
export type ImitationMetric = keyof typeof imitationMetrics;
