/** From game records to a table: wins, ratings with intervals, pairs. */
import { countScores, withoutDuplicates, type GameRecord } from './gameRecord.js';
import { matchStatistics, pairCounts } from './pairStatistics.js';
import { bootstrapRatings } from './ratingBootstrap.js';
import { ratePlayers, type Unrated } from './ratingGroups.js';
import { expectedScore, type RatingOptions } from './ratings.js';
import { quantileSorted, Z95 } from './statistics.js';

/** A player's rating and its games, all opponents together. */
export interface PlayerRow {
  agent: string;
  /** Relative to the average of all that are rated; null where it has no finite value. */
  elo: number | null;
  /** 95 % interval of `elo`; a point where the rating was given (an anchor). */
  ci95: [low: number, high: number] | null;
  games: number;
  wins: number;
  draws: number;
  losses: number;
  /** Games lost by an illegal move, a crash or no answer; counted in `losses` too. */
  forfeits: number;
  /** Why `elo` is null. */
  unrated?: Unrated;
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
  /** The score that the ratings expect of a against b on both seats: where it differs much, one suits the other. Null as `difference`. */
  expected: number | null;
  /** Game pairs in which a scored 0, ½, 1, 1½ and 2 points. */
  pentanomial: [number, number, number, number, number];
  /** Elo of a − Elo of b by all games of the tournament; null where one of them is not rated. */
  difference: number | null;
  /** Its 95 % interval (normal approximation); null where both ratings are given too. */
  ci95: [low: number, high: number] | null;
  /** The same interval by resampling game pairs; null where it has no width or no finite ends. */
  bootstrapCi95: [low: number, high: number] | null;
  /**
   * Probability that a is the stronger one, by all games of the tournament; where `ci95` is null by the games of the two
   * alone, and null without any.
   */
  superiority: number | null;
}

/** The result of a tournament of board games: one row for each player, one for each pair. */
export interface GameStandings {
  kind: 'game';
  players: PlayerRow[];
  pairs: PairRow[];
  /** Games that repeat another one and are not counted. */
  duplicates: number;
  /** Share of points of who moves first; null without games. */
  firstPlayerScore: number | null;
  /** What moving first is worth in Elo, as given or fitted; 0 where it was not asked for, null where it has no finite value. */
  firstPlayerAdvantage: number | null;
  warnings: string[];
}

/** The table of a tournament of board games. */
export function gameStandings(
  agents: readonly string[],
  records: readonly GameRecord[],
  options: { ratings?: RatingOptions; seed: string | number; resamples?: number },
): GameStandings {
  const counted = withoutDuplicates(records);
  const scores = countScores(counted, agents.length);
  const ratings = ratePlayers(agents.length, scores, options.ratings);
  const resampled = bootstrapRatings(agents.length, counted, options.seed, options);
  const players = agents.map((agent, i): PlayerRow => {
    const [elo, ci95, unrated] = [ratings.elo[i], ratings.ci95[i], ratings.unrated[i]];
    const row: PlayerRow = { agent, elo, ci95, games: 0, wins: 0, draws: 0, losses: 0, forfeits: 0 };
    if (unrated) row.unrated = unrated;
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
      const [eloA, eloB] = [ratings.elo[a], ratings.elo[b]];
      const difference = eloA === null || eloB === null ? null : eloA - eloB;
      const half = Z95 * (ratings.errorOfDifference(a, b) ?? 0);
      const row: PairRow = {
        a: agents[a],
        b: agents[b],
        games: 0,
        wins: 0,
        draws: 0,
        losses: 0,
        score: null,
        expected: difference === null ? null : expectedScore(difference),
        pentanomial: pairCounts(counted, a, b),
        difference,
        ci95: difference === null || half === 0 ? null : [difference - half, difference + half],
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
      if (row.games) {
        row.score = (row.wins + row.draws / 2) / row.games;
        row.superiority ??= matchStatistics([row.losses, row.draws, row.wins]).superiority;
      }
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
    firstPlayerAdvantage: ratings.firstPlayerAdvantage,
    warnings: warnings(agents, records, counted, players),
  };
}

/** The middle 95 % of differences, of which NaN may be anything; null where it has no finite ends or no width. */
function percentiles(values: readonly number[]): [low: number, high: number] | null {
  const end = (unknown: number, q: number): number => {
    const known = values.map((value) => (Number.isNaN(value) ? unknown : value));
    return quantileSorted(
      known.sort((a, b) => a - b),
      q,
    );
  };
  const [low, high] = [end(-Infinity, 0.025), end(Infinity, 0.975)];
  return Number.isFinite(low) && Number.isFinite(high) && low < high ? [low, high] : null;
}

/** Sorts the strongest first; players without a finite rating lie above or below those who have one, by their score. */
export function byStrength(a: PlayerRow, b: PlayerRow): number {
  const score = ({ wins, draws, games }: PlayerRow): number => (games ? (wins + draws / 2) / games : 0);
  return (
    LEVEL[b.unrated ?? 'between'] - LEVEL[a.unrated ?? 'between'] ||
    (b.elo ?? 0) - (a.elo ?? 0) ||
    score(b) - score(a)
  );
}

const LEVEL: Readonly<Record<Unrated, number>> = { above: 3, between: 2, below: 1, apart: 0 };

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
        `${agents[a]} and ${agents[b]} repeat themselves: ${played - kept} of ${played} games were the same as others and are not counted. Give them random openings (--opening-plies).`,
      );
    }
  }
  for (const player of players) {
    const { agent, forfeits } = player;
    if (player.unrated && counted.length) texts.push(unratedText(player, player.unrated));
    if (forfeits)
      texts.push(`${agent} forfeited ${forfeits} game${forfeits === 1 ? '' : 's'}; the records say why.`);
  }
  return texts;
}

/** Why a player has no rating, and what to do. */
function unratedText({ agent, games, wins, draws, losses }: PlayerRow, unrated: Unrated): string {
  const texts: Readonly<Record<Unrated, string>> = {
    above: 'those who are rated made no point against it',
    between: 'it made no point against some, and others none against it',
    below: 'it made no point against those who are rated',
    apart: 'no games compare it with those who are rated',
  };
  let why = texts[unrated];
  if (games === 0) why = 'it has played no game';
  else if (wins + draws === 0) why = 'it made no point';
  else if (losses + draws === 0) why = 'it made every point';
  return `${agent} has no finite rating: ${why}. A prior (--prior 1) gives it one.`;
}
