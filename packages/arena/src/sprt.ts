/**
 * The sequential probability ratio test (Wald 1945) on game pairs or games: is the difference elo1 rather than elo0?
 * The likelihoods are those of the most likely distributions of outcomes with a given score (logistic) or a given
 * score-to-deviation ratio (normalised): Van den Bergh, "The generalized maximum likelihood ratio for the expectation
 * value of a distribution", and its continuation for t-values.
 */
import { AgonError, parseSettings, parseSpec } from '@agon/core';
import * as v from 'valibot';
import { gamesIn, moments, NORMALISED_SCALE, outcomes, type Counts } from './pairStatistics.js';
import { expectedScore } from './ratings.js';

/** The two hypotheses, and how often each may be accepted wrongly (0.05 if not given). */
export interface SprtOptions {
  /** The difference under H0 and under H1, elo0 < elo1. */
  elo0: number;
  elo1: number;
  /** The probability of accepting H1 where H0 holds, and of accepting H0 where H1 holds. */
  alpha?: number;
  beta?: number;
  /** What elo0 and elo1 are measured in. */
  model?: 'normalised' | 'logistic';
}

/** Where a test stands. */
export interface SprtResult {
  /** The log-likelihood ratio, positive in favour of H1. */
  llr: number;
  /** H0 is accepted at or below `lower`, H1 at or above `upper`. */
  lower: number;
  upper: number;
  decision: 'H0' | 'H1' | 'continue';
}

/** Reads "elo0=0,elo1=5,alpha=0.05,beta=0.05,model=normalised". @throws bad-option */
export function parseSprt(text: string): SprtOptions {
  const options: SprtOptions = parseSettings(sprtSchema, parseSpec(`sprt:${text}`).options, 'sprt');
  sprtBounds(options);
  return options;
}

/** A test's options, as text gives them or a file. */
export const sprtSchema = v.strictObject({
  elo0: v.number(),
  elo1: v.number(),
  alpha: v.optional(v.number(), 0.05),
  beta: v.optional(v.number(), 0.05),
  model: v.optional(v.picklist(['normalised', 'logistic']), 'normalised'),
});

/** Outcomes that never happened count as this many, so that no likelihood is 0 (as fishtest does). */
const UNSEEN = 1e-3;

/** The most likely distribution with expectation `target`, given observed frequencies (all positive). */
function withExpectation(frequencies: Float64Array, values: readonly number[], target: number): Float64Array {
  // p_i = f_i / (1 + x·(v_i − target)) with x the root of Σ p_i·(v_i − target), which falls over the interval where all
  // p_i are positive.
  const low = Math.min(...values) - target;
  const high = Math.max(...values) - target;
  let left = -1 / high;
  let right = -1 / low;
  for (let i = 0; i < 200; i++) {
    const x = (left + right) / 2;
    let sum = 0;
    for (let k = 0; k < values.length; k++) {
      const offset = values[k] - target;
      sum += (frequencies[k] * offset) / (1 + x * offset);
    }
    if (sum > 0) left = x;
    else right = x;
  }
  const x = (left + right) / 2;
  const p = Float64Array.from(values, (value, k) => frequencies[k] / (1 + x * (value - target)));
  const total = p.reduce((sum, each) => sum + each, 0);
  return p.map((each) => each / total);
}

/**
 * The most likely distribution with (mean − ½) / deviation = t. The constraint is linearised at the present estimate and
 * solved as an expectation, until it holds. The way there begins at the observed frequencies with their own ratio and
 * takes as large steps of the ratio as the linearisation bears, so that it ends also where one side won everything.
 */
function withRatio(frequencies: Float64Array, scores: readonly number[], t: number): Float64Array {
  const observed = moments(frequencies, scores);
  let reached = (observed.mean - 0.5) / Math.sqrt(observed.variance);
  let p = frequencies;
  for (let target = t, tries = 0; reached !== t && tries < 200; tries++) {
    const next = settleRatio(frequencies, scores, target, p);
    if (next) [p, reached, target] = [next, target, t];
    else target = (reached + target) / 2;
  }
  return p;
}

/** The fixed point of the linearisation from `start` on; undefined where the linearised constraint has no solution. */
function settleRatio(
  frequencies: Float64Array,
  scores: readonly number[],
  t: number,
  start: Float64Array,
): Float64Array | undefined {
  let p = start;
  for (let iteration = 0; iteration < 200; iteration++) {
    const { mean, variance } = moments(p, scores);
    const deviation = Math.sqrt(variance);
    const values = scores.map(
      (score) => score - 0.5 - 0.5 * t * deviation * (1 + ((score - mean) / deviation) ** 2),
    );
    if (!(Math.min(...values) < 0 && Math.max(...values) > 0)) return undefined;
    const next = withExpectation(frequencies, values, 0);
    const change = next.reduce((max, each, i) => Math.max(max, Math.abs(each - p[i])), 0);
    p = next;
    if (change < 1e-12) return p;
  }
  return undefined;
}

/** The log-likelihood ratio of elo1 against elo0; 0 without games. */
export function logLikelihoodRatio(
  counts: Counts,
  elo0: number,
  elo1: number,
  model: 'normalised' | 'logistic',
): number {
  const scores = outcomes(counts);
  if (counts.every((count) => count === 0)) return 0;
  const seen = Float64Array.from(counts, (count) => count || UNSEEN);
  const total = seen.reduce((sum, count) => sum + count, 0);
  const frequencies = seen.map((count) => count / total);
  const likeliest = (elo: number): Float64Array => {
    if (model === 'logistic') return withExpectation(frequencies, scores, expectedScore(elo));
    const t = (elo / NORMALISED_SCALE) * Math.sqrt(gamesIn(counts));
    return withRatio(frequencies, scores, t);
  };
  const [p0, p1] = [likeliest(elo0), likeliest(elo1)];
  return total * frequencies.reduce((sum, frequency, i) => sum + frequency * Math.log(p1[i] / p0[i]), 0);
}

/** Wald's bounds of the log-likelihood ratio. @throws bad-option for probabilities outside (0, ½) or elo1 ≤ elo0 */
export function sprtBounds({
  elo0,
  elo1,
  alpha = 0.05,
  beta = 0.05,
}: SprtOptions): [lower: number, upper: number] {
  if (!(alpha > 0 && alpha < 0.5 && beta > 0 && beta < 0.5)) {
    throw new AgonError('bad-option', `alpha and beta must lie between 0 and 0.5, got ${alpha} and ${beta}.`);
  }
  if (!(elo1 > elo0)) throw new AgonError('bad-option', `elo1 must be above elo0, got ${elo1} and ${elo0}.`);
  return [Math.log(beta / (1 - alpha)), Math.log((1 - beta) / alpha)];
}

/** Where the test stands after these games. */
export function sprt(counts: Counts, options: SprtOptions): SprtResult {
  const [lower, upper] = sprtBounds(options);
  const llr = logLikelihoodRatio(counts, options.elo0, options.elo1, options.model ?? 'normalised');
  return { llr, lower, upper, decision: llr >= upper ? 'H1' : llr <= lower ? 'H0' : 'continue' };
}
