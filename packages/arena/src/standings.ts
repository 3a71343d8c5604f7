/** From game records to a table: wins, ratings with intervals, pairs; scores in single-player environments. */
import type { Replay } from './replay.js';
import { rate, type RatingOptions, type Score } from './ratings.js';
import { bootstrapInterval, interquartileMean, mean } from './statistics.js';

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
  options: RatingOptions = {},
): GameStandings {
  const counted = withoutDuplicates(records);
  const scores = countScores(counted, agents.length);
  const ratings = rate(agents.length, scores, options);
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
      const row: PairRow = {
        a: agents[a],
        b: agents[b],
        games: 0,
        wins: 0,
        draws: 0,
        losses: 0,
        score: null,
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

/** One agent's scores in a single-player environment. */
export interface ScoreRow {
  agent: string;
  episodes: number;
  mean: number;
  /** Interquartile mean. */
  iqm: number;
  /** 95 % bootstrap interval of the mean. */
  ci95: [low: number, high: number];
}

/** Two agents on the same seeds. */
export interface ScorePairRow {
  a: string;
  b: string;
  /** Mean of a's return − b's return on the same seed, and its 95 % bootstrap interval. */
  difference: number;
  ci95: [low: number, high: number];
  /** P(a's return > b's) over all pairs of their episodes, ties half (Agarwal et al. 2021). */
  probabilityOfImprovement: number;
}

export interface ScoreStandings {
  kind: 'env';
  players: ScoreRow[];
  pairs: ScorePairRow[];
  warnings: string[];
}

/** P(X > Y) + P(X = Y) / 2 over all pairs. */
function probabilityOfImprovement(x: readonly number[], y: readonly number[]): number {
  let sum = 0;
  for (const a of x) for (const b of y) sum += a > b ? 1 : a === b ? 0.5 : 0;
  return sum / (x.length * y.length);
}

/** The table of agents on the same episodes of a single-player environment. */
export function scoreStandings(
  agents: readonly string[],
  records: readonly GameRecord[],
  seed: string | number,
): ScoreStandings {
  const returns = agents.map(() => new Map<string, number>());
  for (const { seats, replay } of records) returns[seats[0]].set(replay.seed, replay.result[0]);
  const lists = returns.map((map) => [...map.values()]);
  const players = agents.map((agent, i): ScoreRow => ({
    agent,
    episodes: lists[i].length,
    mean: mean(lists[i]),
    iqm: interquartileMean(lists[i]),
    ci95: bootstrapInterval(lists[i], seed),
  }));
  const pairs: ScorePairRow[] = [];
  for (let a = 0; a < agents.length; a++) {
    for (let b = a + 1; b < agents.length; b++) {
      const differences = [...returns[a]]
        .filter(([episode]) => returns[b].has(episode))
        .map(([episode, value]) => value - (returns[b].get(episode) ?? 0));
      pairs.push({
        a: agents[a],
        b: agents[b],
        difference: mean(differences),
        ci95: bootstrapInterval(differences, seed),
        probabilityOfImprovement: probabilityOfImprovement(lists[a], lists[b]),
      });
    }
  }
  const cut = records.filter(({ replay }) => replay.ended?.reason === 'limit').length;
  const warnings = cut ? [`${cut} of ${records.length} episodes were cut by the step limit.`] : [];
  return { kind: 'env', players, pairs, warnings };
}
