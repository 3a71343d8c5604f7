/** Bootstrap of ratings: how they would vary if the same players met again. */
import { RandomStream } from '@agon/core';
import { countScores, type GameRecord } from './gameRecord.js';
import { strengths } from './ratingGroups.js';
import type { RatingOptions, Score } from './ratings.js';
import { roundOf } from './schedule.js';

const RESAMPLES = 400;

/** The rounds of two players: which outcomes a round can have, and the outcome of each. */
interface Stratum {
  outcomes: Score[][];
  rounds: number[];
}

/** The rounds of each two players that met; rounds with equal results share an outcome. */
function strataOf(records: readonly GameRecord[], numAgents: number): Stratum[] {
  const meetings = new Map<string, Map<number, GameRecord[]>>();
  for (const record of records) {
    const players = [...record.seats].sort((a, b) => a - b).join('-');
    const rounds = meetings.get(players) ?? new Map<number, GameRecord[]>();
    const games = rounds.get(roundOf(record.id)) ?? [];
    games.push(record);
    rounds.set(roundOf(record.id), games);
    meetings.set(players, rounds);
  }
  return [...meetings.values()].map((rounds) => {
    const known = new Map<string, number>();
    const stratum: Stratum = { outcomes: [], rounds: [] };
    for (const games of rounds.values()) {
      const scores = countScores(games, numAgents).sort((a, b) => a.first - b.first);
      const key = JSON.stringify(scores);
      if (!known.has(key)) known.set(key, stratum.outcomes.push(scores) - 1);
      stratum.rounds.push(known.get(key) ?? 0);
    }
    return stratum;
  });
}

/**
 * Ratings of tournaments drawn from this one: game pairs of the same two players are drawn with replacement.
 * @returns [resample, player], as `strengths`
 */
export function bootstrapRatings(
  numAgents: number,
  records: readonly GameRecord[],
  seed: string | number,
  { ratings, resamples = RESAMPLES }: { ratings?: RatingOptions; resamples?: number } = {},
): number[][] {
  const strata = strataOf(records, numAgents);
  const rng = new RandomStream(`bootstrap of ratings ${seed}`);
  return Array.from({ length: resamples }, () => {
    const drawn: Score[] = [];
    for (const { outcomes, rounds } of strata) {
      const counts = new Float64Array(outcomes.length);
      for (let i = 0; i < rounds.length; i++) counts[rounds[rng.int(rounds.length)]]++;
      for (const [outcome, scores] of outcomes.entries()) {
        const times = counts[outcome];
        for (const { first, second, wins, draws, losses } of times ? scores : []) {
          drawn.push({ first, second, wins: wins * times, draws: draws * times, losses: losses * times });
        }
      }
    }
    return strengths(numAgents, drawn, ratings);
  });
}
