/**
 * Which players can be rated. With a prior all can. Without one, ratings are finite among players none of whom made all points
 * against the others (Ford 1957): each made a point, by a chain of games, against each. Players whose rating is given
 * count as one. The largest such group is rated; the games against others only say who is above and who below.
 */
import { AgonError } from '@agon/core';
import { rate, ratingsOnly, type RatingOptions, type Score } from './ratings.js';

/**
 * Why a player has no finite rating: the rated ones made no point against it (`above`), it made none against them (`below`), or
 * no games compare them (`apart`). Where nobody is rated: of the same chain, but neither first nor last (`between`).
 */
export type Unrated = 'above' | 'between' | 'below' | 'apart';

/** Ratings of the players that have one; P = players. */
export interface PartialRatings {
  /** [P] Null where `unrated` says why. */
  elo: (number | null)[];
  /** [P] 95 % intervals. */
  ci95: ([low: number, high: number] | null)[];
  /** [P] */
  unrated: (Unrated | undefined)[];
  /** What moving first is worth; null where it was to be fitted and has no finite value. */
  firstPlayerAdvantage: number | null;
  /** The standard error of elo[a] − elo[b]; null where either is not rated, 0 where both are given. */
  errorOfDifference(a: number, b: number): number | null;
  /** The probability that a is stronger than b; null where the error is null or 0. */
  superiority(a: number, b: number): number | null;
}

/** As `rate`, for any games: players without a finite rating are named instead of refused. */
export function ratePlayers(
  numPlayers: number,
  scores: readonly Score[],
  options: RatingOptions = {},
): PartialRatings {
  const { rated, unrated } = groups(numPlayers, scores, options);
  const { ratings, advantage } = rateFinite(rated, scores, options);
  const slots = unrated.map((_, player) => rated.indexOf(player));
  const errorOfDifference = (a: number, b: number): number | null =>
    slots[a] < 0 || slots[b] < 0 ? null : ratings.errorOfDifference(slots[a], slots[b]);
  return {
    elo: slots.map((slot) => (slot < 0 ? null : ratings.elo[slot])),
    ci95: slots.map((slot) => (slot < 0 ? null : ratings.ci95[slot])),
    unrated,
    firstPlayerAdvantage: advantage,
    errorOfDifference,
    superiority: (a, b) => (errorOfDifference(a, b) ? ratings.superiority(slots[a], slots[b]) : null),
  };
}

/**
 * The ratings of `ratePlayers` without their errors, as numbers that can be subtracted: ±Infinity above and below the rated
 * ones, NaN where nothing is known. [P]
 */
export function strengths(
  numPlayers: number,
  scores: readonly Score[],
  options: RatingOptions = {},
): number[] {
  const { rated, unrated } = groups(numPlayers, scores, options);
  const { among, given } = restricted(rated, scores, options);
  const elo = withFiniteAdvantage(given, (finite) => ratingsOnly(rated.length, among, finite));
  return unrated.map((why, player) =>
    why === undefined
      ? elo[rated.indexOf(player)]
      : why === 'above'
        ? Infinity
        : why === 'below'
          ? -Infinity
          : NaN,
  );
}

function rateFinite(rated: readonly number[], scores: readonly Score[], options: RatingOptions) {
  const { among, given } = restricted(rated, scores, options);
  return withFiniteAdvantage(given, (finite) => {
    const ratings = rate(rated.length, among, finite);
    const isHeld = finite.firstPlayerAdvantage !== given.firstPlayerAdvantage;
    return { ratings, advantage: isHeld ? null : ratings.firstPlayerAdvantage };
  });
}

/** The games and anchors of some players, numbered anew. */
function restricted(players: readonly number[], scores: readonly Score[], options: RatingOptions) {
  const slot = new Map(players.map((player, index) => [player, index]));
  const among: Score[] = [];
  for (const score of scores) {
    const [first, second] = [slot.get(score.first), slot.get(score.second)];
    if (first !== undefined && second !== undefined) among.push({ ...score, first, second });
  }
  const anchors = new Map<number, number>();
  for (const [player, elo] of options.anchors ?? []) anchors.set(slot.get(player) ?? -1, elo);
  return { among, given: { ...options, anchors } };
}

/** What `fit` gives; where what moving first is worth has no finite value either, it is taken as 0. */
function withFiniteAdvantage<T>(options: RatingOptions, fit: (options: RatingOptions) => T): T {
  try {
    return fit(options);
  } catch (error) {
    const isFitted = options.firstPlayerAdvantage === 'estimate';
    if (!isFitted || !(error instanceof AgonError) || error.code !== 'bad-option') throw error;
    return fit({ ...options, firstPlayerAdvantage: 0 });
  }
}

/** Who is rated, and why the others are not. */
function groups(
  numPlayers: number,
  scores: readonly Score[],
  { prior, anchors }: RatingOptions,
): { rated: number[]; unrated: (Unrated | undefined)[] } {
  const all = Array.from({ length: numPlayers }, (_, player) => player);
  if (prior !== 0) return { rated: all, unrated: all.map(() => undefined) };
  const reaches = chains(numPlayers, scores, [...(anchors?.keys() ?? [])]);
  const groupOf = (player: number): number[] =>
    all.filter((other) => other === player || (reaches[player][other] && reaches[other][player]));
  const gamesAmong = (group: readonly number[]): number =>
    scores.reduce((sum, { first, second, wins, draws, losses }) => {
      return group.includes(first) && group.includes(second) ? sum + wins + draws + losses : sum;
    }, 0);
  const [anchor] = anchors?.keys() ?? [];
  let rated = anchor === undefined ? [] : groupOf(anchor);
  for (const player of anchor === undefined ? all : []) {
    const group = groupOf(player);
    const larger = group.length - rated.length || gamesAmong(group) - gamesAmong(rated);
    if (group.length > 1 && larger > 0) rated = group;
  }
  const unrated = all.map((player): Unrated | undefined => {
    if (rated.includes(player)) return undefined;
    const others = rated.length ? rated : all.filter((other) => other !== player);
    const isAbove = others.some((other) => reaches[player][other]);
    const isBelow = others.some((other) => reaches[other][player]);
    return isAbove ? (isBelow ? 'between' : 'above') : isBelow ? 'below' : 'apart';
  });
  return { rated, unrated };
}

/** [P, P] Whether a player made a point against another, or against one who did, and so on. */
function chains(numPlayers: number, scores: readonly Score[], anchored: readonly number[]): boolean[][] {
  const reaches = Array.from({ length: numPlayers }, () => new Array<boolean>(numPlayers).fill(false));
  for (const { first, second, wins, draws, losses } of scores) {
    if (wins + draws > 0) reaches[first][second] = true;
    if (losses + draws > 0) reaches[second][first] = true;
  }
  for (const a of anchored) for (const b of anchored) reaches[a][b] = true;
  for (let by = 0; by < numPlayers; by++) {
    for (let from = 0; from < numPlayers; from++) {
      if (!reaches[from][by]) continue;
      for (let to = 0; to < numPlayers; to++) if (reaches[by][to]) reaches[from][to] = true;
    }
  }
  return reaches;
}
