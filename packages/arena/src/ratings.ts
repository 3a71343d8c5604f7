/**
 * Maximum-likelihood Elo ratings. The expected score of the first player is 1 / (1 + 10^(−d/400)) with d = difference of
 * ratings + first-player advantage; a draw is half a win and half a loss (Bradley & Terry 1952; as Ordo and KataGo do).
 *
 * A prior keeps ratings finite: each player has some virtual draws against a player of the average rating. Intervals are
 * those of the normal approximation; since draws carry less variance than wins and losses, the variance is the sandwich
 * H⁻¹·J·H⁻¹, with J = the scores' variance given the share of draws (without draws J = H, the usual information).
 */
import { AgonError, multiply, tryInvert } from '@agon/core';
import { normalCdf, Z95 } from './statistics.js';

/** All games of one player (who moves first) against another. */
export interface Score {
  first: number;
  second: number;
  /** From the first player's view. */
  wins: number;
  draws: number;
  losses: number;
}

/** What is assumed beside the games. P = players, named by index. */
export interface RatingOptions {
  /** Virtual draws of each player against an average one; 0: plain maximum likelihood. */
  prior?: number;
  /** Fixed ratings by player; without any, the average of all is 0. */
  anchors?: ReadonlyMap<number, number>;
  /** What moving first is worth, in Elo, or 'estimate' to fit it too. */
  firstPlayerAdvantage?: number | 'estimate';
}

/** Fitted ratings, in Elo. P = players. */
export interface Ratings {
  /** [P] */
  elo: number[];
  /** [P] 95 % interval of each rating: against the average of all, or against the anchors. */
  ci95: [low: number, high: number][];
  /** What moving first is worth: given or fitted. */
  firstPlayerAdvantage: number;
  /** The standard error of elo[a] − elo[b]. */
  errorOfDifference(a: number, b: number): number;
  /** The probability that a is stronger than b, given the games (normal approximation). */
  superiority(a: number, b: number): number;
}

/** Virtual draws where nothing else is said: one game's worth of modesty. */
const DEFAULT_PRIOR = 1;
/** Elo to natural logarithm of odds. */
const SCALE = Math.LN10 / 400;
const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** The expected score at a difference of ratings. */
export const expectedScore = (difference: number): number => logistic(difference * SCALE);
/** The difference of ratings at which `score` (0 < score < 1) is expected. */
export const eloOfScore = (score: number): number => Math.log(score / (1 - score)) / SCALE;

/** One term of the likelihood: `games` games with total `points` at the log-odds Σ sign·θ + offset. */
interface Term {
  /** Free parameters with their signs. */
  parameters: [index: number, sign: number][];
  offset: number;
  games: number;
  points: number;
  draws: number;
}

/** The log-odds of a term at θ. */
function logOdds({ parameters, offset }: Term, theta: Float64Array): number {
  let x = offset;
  for (const [index, sign] of parameters) x += sign * theta[index];
  return x;
}

/** Adds `value` at every two parameters of a term, [n, n], with their signs. */
function addOuter(matrix: Float64Array, n: number, { parameters }: Term, value: number): void {
  for (const [i, signI] of parameters)
    for (const [j, signJ] of parameters) matrix[i * n + j] += signI * signJ * value;
}

/** Gradient and curvature (negative Hessian) at θ. */
function derivatives(terms: readonly Term[], theta: Float64Array, n: number) {
  const gradient = new Float64Array(n);
  const curvature = new Float64Array(n * n);
  let logLikelihood = 0;
  for (const term of terms) {
    const { parameters, games, points } = term;
    const x = logOdds(term, theta);
    const p = logistic(x);
    logLikelihood += points * Math.min(0, x) + (games - points) * Math.min(0, -x);
    logLikelihood -= games * Math.log1p(Math.exp(-Math.abs(x)));
    for (const [i, sign] of parameters) gradient[i] += sign * (points - games * p);
    addOuter(curvature, n, term, games * p * (1 - p));
  }
  return { gradient, curvature, logLikelihood };
}

/** How much the gradient at θ would vary, given the share of draws. */
function gradientVariance(terms: readonly Term[], theta: Float64Array, n: number): Float64Array {
  const variance = new Float64Array(n * n);
  for (const term of terms) {
    const { games, draws } = term;
    const p = logistic(logOdds(term, theta));
    const information = games * p * (1 - p);
    // One virtual decisive game keeps a row of draws from claiming certainty.
    const spread = Math.max(information - (draws * games) / (4 * (games + 1)), 1e-6 * information);
    addOuter(variance, n, term, spread);
  }
  return variance;
}

/** A fitted likelihood. n = free parameters: players without a given rating, and what moving first is worth, if fitted. */
interface Fit {
  /** [P] */
  elo: number[];
  firstPlayerAdvantage: number;
  /** The free parameter of a player. */
  slot: ReadonlyMap<number, number>;
  /** [n, n] of the free parameters, in Elo². */
  covariance(): Float64Array;
}

function fit(numPlayers: number, scores: readonly Score[], options: RatingOptions): Fit {
  const { prior = DEFAULT_PRIOR, anchors = new Map<number, number>(), firstPlayerAdvantage = 0 } = options;
  const free = Array.from({ length: numPlayers }, (_, player) => player).filter(
    (player) => !anchors.has(player),
  );
  const slot = new Map(free.map((player, index) => [player, index]));
  const advantageSlot = firstPlayerAdvantage === 'estimate' ? free.length : -1;
  const n = free.length + (advantageSlot < 0 ? 0 : 1);
  // Ratings are fitted relative to the mean of the anchors, so that their level may be any number.
  const centre = anchors.size ? [...anchors.values()].reduce((sum, elo) => sum + elo, 0) / anchors.size : 0;

  const terms: Term[] = [];
  for (const { first, second, wins, draws, losses } of scores) {
    const games = wins + draws + losses;
    if (games === 0) continue;
    const term: Term = { parameters: [], offset: 0, games, points: wins + draws / 2, draws };
    for (const [player, sign] of [
      [first, 1],
      [second, -1],
    ]) {
      const index = slot.get(player);
      if (index === undefined) term.offset += sign * ((anchors.get(player) ?? 0) - centre) * SCALE;
      else term.parameters.push([index, sign]);
    }
    if (firstPlayerAdvantage !== 'estimate') term.offset += firstPlayerAdvantage * SCALE;
    else term.parameters.push([advantageSlot, 1]);
    terms.push(term);
  }
  if (prior > 0) {
    const virtual = { games: prior, points: prior / 2, draws: 0 };
    for (let index = 0; index < n; index++) terms.push({ parameters: [[index, 1]], offset: 0, ...virtual });
  }

  // The likelihood does not know the common level of all players: they are reported less their mean. Where nothing else
  // fixes that level either, it is held.
  const centred = anchors.size ? 0 : free.length;
  const held = prior === 0 ? centred : 0;
  const { theta, inverse } = maximise(terms, n, held);
  const reported = theta.slice();
  recentre(reported, centred);
  return {
    elo: Array.from({ length: numPlayers }, (_, player) => {
      const index = slot.get(player);
      return index === undefined ? (anchors.get(player) ?? 0) : centre + reported[index] / SCALE;
    }),
    firstPlayerAdvantage:
      firstPlayerAdvantage === 'estimate' ? reported[advantageSlot] / SCALE : firstPlayerAdvantage,
    slot,
    covariance: () => {
      const variance = hold(gradientVariance(terms, theta, n), n, held);
      const sandwich = multiply(multiply(inverse, variance, n), inverse, n);
      return projectCovariance(sandwich, n, centred).map((value) => value / SCALE ** 2);
    },
  };
}

/** The ratings of `rate` without their errors, which cost most of it. [P] @throws as `rate` */
export const ratingsOnly = (
  numPlayers: number,
  scores: readonly Score[],
  options: RatingOptions = {},
): number[] => fit(numPlayers, scores, options).elo;

/**
 * Rates players 0..P−1 by their games.
 * @throws bad-option without a prior where ratings are not finite: somebody won or lost everything, or never met the others
 */
export function rate(numPlayers: number, scores: readonly Score[], options: RatingOptions = {}): Ratings {
  const fitted = fit(numPlayers, scores, options);
  const { elo, firstPlayerAdvantage, slot } = fitted;
  const covariance = fitted.covariance();
  const n = Math.sqrt(covariance.length);
  const covarianceOf = (a: number, b: number): number => {
    const [i, j] = [slot.get(a), slot.get(b)];
    return i === undefined || j === undefined ? 0 : covariance[i * n + j];
  };
  const errorOfDifference = (a: number, b: number): number =>
    Math.sqrt(Math.max(0, covarianceOf(a, a) + covarianceOf(b, b) - 2 * covarianceOf(a, b)));
  return {
    elo,
    ci95: elo.map((value, player) => {
      const half = Z95 * Math.sqrt(Math.max(0, covarianceOf(player, player)));
      return [value - half, value + half];
    }),
    firstPlayerAdvantage,
    errorOfDifference,
    superiority: (a, b) => {
      const error = errorOfDifference(a, b);
      return error === 0 ? 0.5 : normalCdf((elo[a] - elo[b]) / error);
    },
  };
}

/**
 * Newton's method with step halving; curvature is added along the common level of the first `held` parameters.
 * @returns the maximum and the inverse of the curvature there
 */
function maximise(
  terms: readonly Term[],
  n: number,
  held: number,
): { theta: Float64Array; inverse: Float64Array } {
  let theta = new Float64Array(n);
  let now = derivatives(terms, theta, n);
  for (let iteration = 0; iteration < 200; iteration++) {
    const inverse = tryInvert(hold(now.curvature, n, held), n);
    if (!inverse) break;
    const step = new Float64Array(n);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) step[i] += inverse[i * n + j] * now.gradient[j];
    const size = step.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    if (size < 1e-9) return { theta, inverse };
    const least = now.logLikelihood - 1e-12 * Math.abs(now.logLikelihood);
    const from = theta;
    let factor = Math.min(1, 2 / size);
    for (let halving = 0; halving < 40; halving++, factor /= 2) {
      theta = from.map((value, i) => value + factor * step[i]);
      now = derivatives(terms, theta, n);
      if (now.logLikelihood >= least) break;
    }
    if (theta.some((value) => Math.abs(value) > 60)) break; // more than 10,000 Elo: running to infinity
  }
  throw new AgonError(
    'bad-option',
    'these games give no finite ratings: somebody won or lost all games, or never met the others. Give a prior above 0.',
  );
}

/** Adds curvature along the common level of the first `held` parameters, where the likelihood has none. */
function hold(matrix: Float64Array, n: number, held: number): Float64Array {
  if (held === 0) return matrix;
  const result = matrix.slice();
  let scale = 0;
  for (let i = 0; i < held; i++) scale += matrix[i * n + i] / held;
  for (let i = 0; i < held; i++) for (let j = 0; j < held; j++) result[i * n + j] += scale / held;
  return result;
}

/** Takes the mean of the first `centred` parameters away. */
function recentre(values: Float64Array, centred: number): void {
  let sum = 0;
  for (let i = 0; i < centred; i++) sum += values[i];
  for (let i = 0; i < centred; i++) values[i] -= sum / centred;
}

/** The covariance of parameters less their mean: P·C·P with P = I − 1·1ᵀ / centred. */
function projectCovariance(covariance: Float64Array, n: number, centred: number): Float64Array {
  if (centred === 0) return covariance;
  const projection = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      projection[i * n + j] = (i === j ? 1 : 0) - (i < centred && j < centred ? 1 / centred : 0);
    }
  }
  return multiply(multiply(projection, covariance, n), projection, n);
}
