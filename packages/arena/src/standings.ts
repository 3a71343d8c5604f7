/** From game records to a table: wins, ratings with intervals, pairs. */
import { countScores, withoutDuplicates, type GameRecord } from './gameRecord.js';
import { pairCounts } from './pairStatistics.js';
import { bootstrapRatings } from './ratingBootstrap.js';
import { expectedScore, rate, Z95, type RatingOptions } from './ratings.js';
import { quantileSorted } from './statistics.js';

/** A player's rating and its games, all opponents together. */
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
  /** The score that the ratings expect of a against b on both seats: where it differs much, one suits the other. */
  expected: number;
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

/** The result of a tournament of board games: one row for each player, one for each pair. */
export interface GameStandings {
  kind: 'game';
  players: PlayerRow[];
  pairs: PairRow[];
  /** Games that repeat another one and are not counted. */
  duplicates: number;
  /** Share of points of who moves first. */
  firstPlayerScore: number | null;
  /** What moving first is worth in Elo, as given or fitted; 0 where it was not asked for. */
  firstPlayerAdvantage: number;
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
  const ratings = rate(agents.length, scores, options.ratings);
  const resampled = bootstrapRatings(agents.length, counted, options.seed, options);
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
        expected: expectedScore(difference),
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
    firstPlayerAdvantage: ratings.firstPlayerAdvantage,
    warnings: warnings(agents, records, counted, players),
  };
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
        `${agents[a]} and ${agents[b]} repeat themselves: ${played - kept} of ${played} games were the same as others and are not counted. Give them random openings (--opening-plies).`,
      );
    }
  }
  for (const { agent, forfeits } of players) {
    if (forfeits)
      texts.push(`${agent} forfeited ${forfeits} game${forfeits === 1 ? '' : 's'}; the records say why.`);
  }
  return texts;
}
