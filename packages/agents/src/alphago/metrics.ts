/** What AlphaGo's stages measure; each name begins with the stage's. */
import type { Metrics } from '@agon/learning';

/** By stage, in their order. */
export const alphagoMetrics = {
  policyLoss: { unit: 'nats' },
  policyHeldAccuracy: { unit: 'share' },
  policyHeldPolicyLoss: { unit: 'nats' },
  policyHeldIllegal: { unit: 'share' },
  policyHeldIllegalMass: { unit: 'share' },
  policyLearningRate: { unit: 'none', isExact: true },
  policyGradientNorm: { unit: 'none' },
  rolloutAccuracy: { unit: 'share' },
  rolloutPolicyLoss: { unit: 'nats' },
  rolloutHeldAccuracy: { unit: 'share' },
  rolloutHeldPolicyLoss: { unit: 'nats' },
  reinforceScore: { unit: 'share' },
  reinforceGameLength: { unit: 'moves' },
  reinforceGradientNorm: { unit: 'none' },
  reinforceWinRate: { unit: 'share' },
  gamesGameLength: { unit: 'moves' },
  gamesDraws: { unit: 'share' },
  gamesBlackScore: { unit: 'share' },
  gamesPositions: { unit: 'count', isExact: true },
  valueLoss: { unit: 'nats' },
  valueLearningRate: { unit: 'none', isExact: true },
  valueGradientNorm: { unit: 'none' },
  valueResultError: { unit: 'none' },
  valueResultErrorLearned: { unit: 'none' },
  valueResultSpread: { unit: 'none' },
  matchLambda0WinRate: { unit: 'share' },
  matchLambdaHalfWinRate: { unit: 'share' },
  matchLambda1WinRate: { unit: 'share' },
} as const satisfies Metrics;

export type AlphagoMetric = keyof typeof alphagoMetrics;

/** What to show while it trains: of the stage under way, what it comes to first. */
export const alphagoHeadline: readonly AlphagoMetric[] = [
  'policyHeldAccuracy',
  'policyLoss',
  'policyHeldPolicyLoss',
  'rolloutHeldAccuracy',
  'rolloutAccuracy',
  'rolloutPolicyLoss',
  'reinforceWinRate',
  'reinforceScore',
  'reinforceGameLength',
  'gamesPositions',
  'gamesBlackScore',
  'gamesGameLength',
  'valueResultError',
  'valueResultSpread',
  'valueLoss',
  'matchLambda0WinRate',
  'matchLambdaHalfWinRate',
  'matchLambda1WinRate',
];
