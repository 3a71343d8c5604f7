/** What AlphaZero measures. */
import type { Metrics } from '@agon/learning';

/** Of one iteration's games. */
const selfPlayMetrics = {
  drawRate: { unit: 'share' },
  firstPlayerScore: { unit: 'share' },
  gameLength: { unit: 'moves' },
  uniqueGames: { unit: 'share' },
  visitConcentration: { unit: 'share' },
  resignRate: { unit: 'share' },
  falseResigns: { unit: 'share' },
  resignsChecked: { unit: 'count', isExact: true },
  visits: { unit: 'count', isExact: true },
  gamesPerSecond: { unit: 'perSecond' },
  stepsPerSecond: { unit: 'perSecond' },
  evaluationsPerSecond: { unit: 'perSecond' },
  idleShare: { unit: 'share' },
} as const satisfies Metrics;

/** Of one iteration's training: means over its updates, and how many there were. */
const learnerMetrics = {
  loss: { unit: 'none' },
  policyLoss: { unit: 'nats' },
  valueLoss: { unit: 'none' },
  ownershipLoss: { unit: 'none' },
  scoreLoss: { unit: 'none' },
  policyEntropy: { unit: 'nats' },
  gradientNorm: { unit: 'none' },
  iterationUpdates: { unit: 'count', isExact: true },
} as const satisfies Metrics;

/** Of an iteration; `scoreVsRandom` at checkpoints. */
export const alphazeroMetrics = {
  ...selfPlayMetrics,
  ...learnerMetrics,
  window: { unit: 'count', isExact: true },
  scoreVsRandom: { unit: 'share' },
} as const satisfies Metrics;

export type SelfPlayMetric = keyof typeof selfPlayMetrics;
export type LearnerMetric = keyof typeof learnerMetrics;
export type AlphazeroMetric = keyof typeof alphazeroMetrics;
