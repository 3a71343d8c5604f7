/** How many games a question takes: fixed-length matches and sequential tests, before they are played. */
import { AgonError } from '@agon/core';
import { NORMALISED_SCALE } from './pairStatistics.js';
import { expectedScore } from './ratings.js';
import { sprtBounds, type SprtOptions } from './sprt.js';
import { normalQuantile } from './statistics.js';

/** The question that a match is to answer, and what is known of the games beforehand. */
export interface PowerOptions {
  /** The difference to be seen, in (logistic) Elo. */
  elo: number;
  /** How sure a "yes" is to be, two-sided; 0.95 if not given. */
  confidence?: number;
  /** How probable a "yes" is to be where the difference is real; 0.8 if not given. */
  power?: number;
  /** The share of draws between equal players; 0 if not given. */
  drawRate?: number;
  /** The correlation of the two games of a pair; 0 if not given. Openings that favour a seat make it negative. */
  correlation?: number;
}

/** The standard deviation of a game's score at expectation `score`, where `drawRate` is the share of draws at ½. */
function gameDeviation(score: number, drawRate: number): number {
  const draws = drawRate * 2 * Math.min(score, 1 - score); // at most so many are possible
  return Math.sqrt(score * (1 - score) - draws / 4);
}

/**
 * Game pairs needed to see a difference (normal approximation).
 * @throws bad-option for probabilities outside (0, 1), a draw rate outside [0, 1), or a difference of 0
 */
export function pairsNeeded(options: PowerOptions): number {
  const { elo, confidence = 0.95, power = 0.8, drawRate = 0, correlation = 0 } = options;
  const isShare = (x: number): boolean => x > 0 && x < 1;
  if (!isShare(confidence) || !isShare(power)) {
    throw new AgonError(
      'bad-option',
      `confidence and power must lie between 0 and 1, got ${confidence} and ${power}.`,
    );
  }
  if (!(drawRate >= 0 && drawRate < 1))
    throw new AgonError('bad-option', `the draw rate must lie in [0, 1), got ${drawRate}.`);
  if (!(correlation > -1 && correlation <= 1)) {
    throw new AgonError('bad-option', `the correlation must lie in (-1, 1], got ${correlation}.`);
  }
  const score = expectedScore(elo);
  if (score === 0.5 || !Number.isFinite(elo))
    throw new AgonError('bad-option', `a difference of ${elo} Elo cannot be seen; ask for another.`);
  const pairDeviation = gameDeviation(score, drawRate) * Math.sqrt((1 + correlation) / 2);
  const deviations = normalQuantile((1 + confidence) / 2) + normalQuantile(power);
  return Math.ceil(((deviations * pairDeviation) / (score - 0.5)) ** 2);
}

/** What to expect of a sequential test. */
export interface SprtForecast {
  /** Expected number of game pairs until the decision. */
  pairs: number;
  /** The probability that H1 is accepted. */
  acceptance: number;
}

/**
 * The expected length and outcome of a sequential test with normalised bounds where the true difference is `elo`
 * (normalised too), by Wald's approximations: the log-likelihood ratio as a random walk between the bounds.
 */
export function sprtForecast(elo: number, options: Omit<SprtOptions, 'model'>): SprtForecast {
  const [lower, upper] = sprtBounds(options);
  const perPair = Math.SQRT2 / NORMALISED_SCALE;
  const [t, t0, t1] = [elo * perPair, options.elo0 * perPair, options.elo1 * perPair];
  const variance = (t1 - t0) ** 2;
  const drift = (t1 - t0) * (t - (t0 + t1) / 2);
  if (Math.abs(drift) < 1e-9 * variance) {
    return { pairs: (-lower * upper) / variance, acceptance: -lower / (upper - lower) };
  }
  const h = (-2 * drift) / variance;
  const acceptance = Math.expm1(h * lower) / (Math.expm1(h * lower) - Math.expm1(h * upper));
  return { pairs: (acceptance * upper + (1 - acceptance) * lower) / drift, acceptance };
}
