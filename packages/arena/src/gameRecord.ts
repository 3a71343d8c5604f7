/** Games that were played: their records, which of them count, and how often who beat whom. */
import type { Replay } from '@agon/runs';
import type { Score } from './ratings.js';

/** A game that was played: one line of a tournament's `games.jsonl`. */
export interface GameRecord {
  id: string;
  seats: number[];
  opening: number[];
  /** Whether any player drew a random number: a game without is the same game whenever it is played again. */
  random: boolean;
  replay: Replay;
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
export function countScores(records: readonly GameRecord[], numAgents: number): Score[] {
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
