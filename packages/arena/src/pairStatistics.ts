/**
 * Statistics of game pairs: two games on one opening with seats swapped score 0, ½, 1, 1½ or 2 points, so a match is five
 * counts ("pentanomial"). Pairs are independent where single games are not: both games share an opening that may favour
 * one seat. Single games ("trinomial": losses, draws, wins) are the same with three counts.
 *
 * Logistic Elo: score s = 1 / (1 + 10^(−e/400)). Normalised Elo: (s − ½) / σ · 800 / ln 10 with σ the standard deviation
 * of a game's score, so that equal normalised Elo needs equally many games to be seen (Van den Bergh, "Normalized Elo").
 */
import { AgonError } from '@agon/core';
import { eloOfScore } from './ratings.js';
import { roundOf } from './schedule.js';
import type { GameRecord } from './gameRecord.js';
import { normalCdf, wilsonInterval, Z95 } from './statistics.js';

/** Losses, draws, wins; or pairs with 0, ½, 1, 1½, 2 points. From the view of the first of two players. */
export type Counts = readonly [number, number, number] | readonly [number, number, number, number, number];

/** Normalised Elo for one standard deviation of a game's score. */
export const NORMALISED_SCALE = 800 / Math.LN10;

/** The score of each outcome, 0 to 1. */
export const outcomes = (counts: Counts): number[] => counts.map((_, i) => i / (counts.length - 1));

/** Games in one observation: 2 for pairs. */
export const gamesIn = (counts: Counts): number => (counts.length === 5 ? 2 : 1);

/** Mean and variance of one observation's score. */
export function moments(
  weights: ArrayLike<number>,
  scores: readonly number[],
): { mean: number; variance: number } {
  let total = 0;
  let mean = 0;
  for (let i = 0; i < scores.length; i++) {
    total += weights[i];
    mean += weights[i] * scores[i];
  }
  mean /= total;
  let variance = 0;
  for (let i = 0; i < scores.length; i++) variance += (weights[i] / total) * (scores[i] - mean) ** 2;
  return { mean, variance };
}

/** A match of two players in numbers. All intervals are 95 %. */
export interface MatchStatistics {
  games: number;
  /** Points per game, 0 to 1. */
  score: number;
  /** Logistic Elo of the score; null where one side has all points. */
  elo: number | null;
  /** Finite, and with width, from the first game on: see `scoreInterval`. */
  eloCi95: [low: number, high: number];
  /** Null where all observations are equal. */
  normalisedElo: number | null;
  normalisedEloError: number;
  /** Probability that the first player is the stronger one: see `superiorityOf`. */
  superiority: number;
}

/** The most observations that are counted: with more, one lost game in all is beyond the digits of a number. */
const MOST_OBSERVATIONS = 1e12;

/** @throws bad-option where there are no games, or too many to count */
export function matchStatistics(counts: Counts): MatchStatistics {
  const observations = counts.reduce((sum, count) => sum + count, 0);
  if (!(observations > 0)) throw new AgonError('bad-option', 'there are no games to count.');
  if (observations > MOST_OBSERVATIONS) {
    const text = `${observations} games or pairs are too many to count; give at most ${MOST_OBSERVATIONS}.`;
    throw new AgonError('bad-option', text);
  }
  const games = observations * gamesIn(counts);
  const { mean, variance } = moments(counts, outcomes(counts));
  const gameDeviation = Math.sqrt(variance * gamesIn(counts));
  const [low, high] = scoreInterval(counts);
  return {
    games,
    score: mean,
    elo: mean > 0 && mean < 1 ? eloOfScore(mean) : null,
    eloCi95: [eloOfScore(low), eloOfScore(high)],
    normalisedElo: gameDeviation > 0 ? ((mean - 0.5) / gameDeviation) * NORMALISED_SCALE : null,
    normalisedEloError: (Z95 * NORMALISED_SCALE) / Math.sqrt(games),
    superiority: superiorityOf(counts),
  };
}

/**
 * The interval of an observation's expected score. Half a lost and half a won observation are added (Jeffreys' prior), so that the
 * variance of few or equal observations is not taken for 0; with mean m, variance v and n observations then, it is
 * Wilson's interval of a share m that was seen in n·m·(1 − m) / v trials. With many observations: m ± 1.96·√(v / n).
 */
function scoreInterval(counts: Counts): [low: number, high: number] {
  const last = counts.length - 1;
  const weights = counts.map((count, i) => (i === 0 || i === last ? count + 0.5 : count));
  const n = weights.reduce((sum, weight) => sum + weight, 0);
  const { mean, variance } = moments(weights, outcomes(counts));
  return wilsonInterval(mean, (n * mean * (1 - mean)) / variance);
}

/**
 * The likelihood of superiority, Φ((m − ½) / √(v / n)), with v the mean square distance of the n scores from ½, not from their mean m
 * (the variance if both are equal). Of single games it is cutechess' Φ((wins − losses) / √(wins + losses)): one win
 * is Φ(1) = 84 %.
 */
function superiorityOf(counts: Counts): number {
  let drift = 0;
  let square = 0;
  outcomes(counts).forEach((score, i) => {
    drift += counts[i] * (score - 0.5);
    square += counts[i] * (score - 0.5) ** 2;
  });
  return square > 0 ? normalCdf(drift / Math.sqrt(square)) : 0.5;
}

/** The points of player a in a game of a and b: 0, ½ or 1. */
function pointsOf(record: GameRecord, player: number): number {
  const seat = record.seats.indexOf(player);
  const [mine, other] = [record.replay.result[seat], record.replay.result[1 - seat]];
  return mine > other ? 1 : mine < other ? 0 : 0.5;
}

/**
 * The pairs that players a and b played, as five counts from a's view. Two games are a pair where their ids are those of
 * one round; a game without its twin is left out.
 */
export function pairCounts(
  records: readonly GameRecord[],
  a: number,
  b: number,
): [number, number, number, number, number] {
  const counts: [number, number, number, number, number] = [0, 0, 0, 0, 0];
  const open = new Map<number, number>();
  for (const record of records) {
    if (!record.seats.includes(a) || !record.seats.includes(b)) continue;
    const round = roundOf(record.id);
    const twin = open.get(round);
    if (twin === undefined) open.set(round, pointsOf(record, a));
    else counts[2 * (twin + pointsOf(record, a))]++;
  }
  return counts;
}
