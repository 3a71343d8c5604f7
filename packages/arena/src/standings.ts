/** From game records to a table: wins, ratings with intervals, pairs. */
import type { Replay } from './replay.js';
import { RandomStream } from '@agon/core';
import { pairCounts } from './pairStatistics.js';
import { rate, Z95, type RatingOptions, type Score } from './ratings.js';
import { roundOf } from './schedule.js';
import { quantileSorted } from './statistics.js';

/** A game that was played: one line of a tournament's `games.jsonl`. */
export interface GameRecord {
  id: string;
  seats: number[];
  opening: number[];
  /** Whether any player drew a random number: a game without is the same game whenever it is played again. */
  random: boolean;
  replay: Replay;
}

export interface PlayerRow {
  agent: string;
  /** Relative to the average of all players. */
  elo: number;
  /** 95 % interval of `elo`. */
  ci95: [low: number, high: number];
  games: number;
  wins: number;
  draws: number;
  losses: number;
  /** Games lost by an illegal move, a crash or no answer; counted in `losses` too. */
  forfeits: number;
}

/** Two players' games, from the view of `a`. */
export interface PairRow {
  a: string;
  b: string;
  games: number;
  wins: number;
  draws: number;
  losses: number;
  /** (wins + draws / 2) / games; null without games. */
  score: number | null;
  /** Game pairs in which a scored 0, ½, 1, 1½ and 2 points. */
  pentanomial: [number, number, number, number, number];
  /** Elo of a − Elo of b by all games of the tournament, and its 95 % interval (normal approximation). */
  difference: number;
  ci95: [low: number, high: number];
  /** The same interval by resampling game pairs; a point where all games ended alike. */
  bootstrapCi95: [low: number, high: number];
  /** Probability that a is the stronger one, by all games of the tournament. */
  superiority: number;
}

export interface GameStandings {
  kind: 'game';
  players: PlayerRow[];
  pairs: PairRow[];
  /** Games that repeat another one and are not counted. */
  duplicates: number;
  /** Share of points of who moves first. */
  firstPlayerScore: number | null;
  warnings: string[];
}

/**
 * The games to count. Of equal games between the same seats only one counts where nothing in them was random, or where
 * all games between these seats from that opening are equal: repeating them tells nothing new.
 */
export function withoutDuplicates(records: readonly GameRecord[]): GameRecord[] {
  const groups = new Map<string, { games: Set<string>; size: number }>();
  const groupOf = ({ seats, opening }: GameRecord): string => JSON.stringify([seats, opening]);
  const gameOf = (record: GameRecord): string =>
    JSON.stringify([record.replay.actions, record.replay.result]);
  for (const record of records) {
    const key = groupOf(record);
    const group = groups.get(key) ?? { games: new Set(), size: 0 };
    group.games.add(gameOf(record));
    group.size++;
    groups.set(key, group);
  }
  const seen = new Set<string>();
  return records.filter((record) => {
    const key = groupOf(record);
    const group = groups.get(key);
    const repeats = !record.random || (group !== undefined && group.size > 1 && group.games.size === 1);
    if (!repeats) return true;
    const game = key + gameOf(record);
    if (seen.has(game)) return false;
    seen.add(game);
    return true;
  });
}

/** Counts by ordered pair: who moved first, who second. */
function countScores(records: readonly GameRecord[], numAgents: number): Score[] {
  const scores = new Map<number, Score>();
  for (const { seats, replay } of records) {
    const [first, second] = seats;
    const key = first * numAgents + second;
    const score = scores.get(key) ?? { first, second, wins: 0, draws: 0, losses: 0 };
    if (replay.result[0] > replay.result[1]) score.wins++;
    else if (replay.result[0] < replay.result[1]) score.losses++;
    else score.draws++;
    scores.set(key, score);
  }
  return [...scores.values()];
}

/** The table of a tournament of board games. */
export function gameStandings(
  agents: readonly string[],
  records: readonly GameRecord[],
  options: { ratings?: RatingOptions; seed: string | number; resamples?: number },
): GameStandings {
  const counted = withoutDuplicates(records);
  const scores = countScores(counted, agents.length);
  const ratings = rate(agents.length, scores, options.ratings);
  const resampled = bootstrapRatings(agents.length, counted, options);
  const players = agents.map((agent, i): PlayerRow => {
    const row: PlayerRow = {
      agent,
      elo: ratings.elo[i],
      ci95: ratings.ci95[i],
      games: 0,
      wins: 0,
      draws: 0,
      losses: 0,
      forfeits: 0,
    };
    for (const { first, second, wins, draws, losses } of scores) {
      if (first !== i && second !== i) continue;
      row.games += wins + draws + losses;
      row.wins += first === i ? wins : losses;
      row.draws += draws;
      row.losses += first === i ? losses : wins;
    }
    for (const { seats, replay } of counted) {
      const { ended } = replay;
      if (ended?.reason === 'forfeit' && ended.player !== undefined && seats[ended.player] === i)
        row.forfeits++;
    }
    return row;
  });
  const pairs: PairRow[] = [];
  for (let a = 0; a < agents.length; a++) {
    for (let b = a + 1; b < agents.length; b++) {
      const difference = ratings.elo[a] - ratings.elo[b];
      const half = Z95 * ratings.errorOfDifference(a, b);
      const row: PairRow = {
        a: agents[a],
        b: agents[b],
        games: 0,
        wins: 0,
        draws: 0,
        losses: 0,
        score: null,
        pentanomial: pairCounts(counted, a, b),
        difference,
        ci95: [difference - half, difference + half],
        bootstrapCi95: percentiles(resampled.map((elo) => elo[a] - elo[b])),
        superiority: ratings.superiority(a, b),
      };
      for (const { first, second, wins, draws, losses } of scores) {
        const forward = first === a && second === b;
        if (!forward && !(first === b && second === a)) continue;
        row.games += wins + draws + losses;
        row.wins += forward ? wins : losses;
        row.draws += draws;
        row.losses += forward ? losses : wins;
      }
      if (row.games) row.score = (row.wins + row.draws / 2) / row.games;
      pairs.push(row);
    }
  }
  const points = scores.reduce((sum, { wins, draws }) => sum + wins + draws / 2, 0);
  const duplicates = records.length - counted.length;
  return {
    kind: 'game',
    players,
    pairs,
    duplicates,
    firstPlayerScore: counted.length ? points / counted.length : null,
    warnings: warnings(agents, records, counted, players),
  };
}

/** Resamples for intervals of rating differences. */
const RATING_RESAMPLES = 400;

/** The ratings of tournaments drawn from this one: game pairs of the same players are drawn with replacement. */
function bootstrapRatings(
  numAgents: number,
  records: readonly GameRecord[],
  {
    ratings,
    seed,
    resamples = RATING_RESAMPLES,
  }: { ratings?: RatingOptions; seed: string | number; resamples?: number },
): number[][] {
  const groups = new Map<string, Map<number, GameRecord[]>>();
  for (const record of records) {
    const players = [...record.seats].sort((a, b) => a - b).join('-');
    const rounds = groups.get(players) ?? new Map<number, GameRecord[]>();
    const round = roundOf(record.id);
    rounds.set(round, [...(rounds.get(round) ?? []), record]);
    groups.set(players, rounds);
  }
  const strata = [...groups.values()].map((rounds) =>
    [...rounds.values()].map((games) => countScores(games, numAgents)),
  );
  const rng = new RandomStream(`bootstrap of ratings ${seed}`);
  return Array.from({ length: resamples }, () => {
    const drawn: Score[] = [];
    for (const rounds of strata) drawn.push(...merge(rounds.flatMap(() => rounds[rng.int(rounds.length)])));
    return rate(numAgents, drawn, ratings).elo;
  });
}

/** Adds up the scores of the same seats. */
function merge(scores: readonly Score[]): Score[] {
  const merged = new Map<string, Score>();
  for (const { first, second, wins, draws, losses } of scores) {
    const key = `${first}-${second}`;
    const sum = merged.get(key) ?? { first, second, wins: 0, draws: 0, losses: 0 };
    sum.wins += wins;
    sum.draws += draws;
    sum.losses += losses;
    merged.set(key, sum);
  }
  return [...merged.values()];
}

/** The middle 95 % of values. */
function percentiles(values: readonly number[]): [low: number, high: number] {
  const sorted = [...values].sort((a, b) => a - b);
  return [quantileSorted(sorted, 0.025), quantileSorted(sorted, 0.975)];
}

function warnings(
  agents: readonly string[],
  records: readonly GameRecord[],
  counted: readonly GameRecord[],
  players: readonly PlayerRow[],
): string[] {
  const texts: string[] = [];
  for (let a = 0; a < agents.length; a++) {
    for (let b = a + 1; b < agents.length; b++) {
      const between = ({ seats }: GameRecord): boolean => seats.includes(a) && seats.includes(b);
      const [played, kept] = [records.filter(between).length, counted.filter(between).length];
      if (played === kept) continue;
      texts.push(
        `${agents[a]} and ${agents[b]} repeat themselves: ${played - kept} of ${played} games were the same as others and are not counted. Give them random openings.`,
      );
    }
  }
  for (const { agent, forfeits } of players) {
    if (forfeits)
      texts.push(`${agent} forfeited ${forfeits} game${forfeits === 1 ? '' : 's'}; the records say why.`);
  }
  return texts;
}
