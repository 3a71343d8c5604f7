/** What to tell about games of self-play: numbers that show silent failure, and a game to look at. */
import type { Game } from '@agon/envs';
import { gameEpisode } from '../recording.js';
import type { Episode } from '../trainer.js';
import { RESIGNED, RESIGNED_RIGHTLY, RESIGNED_WRONGLY, type GameBatch } from './gameBatch.js';

/**
 * Numbers of one iteration's games. `drawRate`, `firstPlayerScore` (1 a win, ½ a draw), `gameLength` in moves;
 * `uniqueGames`: share of games that no other one equals (low: self-play repeats itself); `visitConcentration`: mean share of a
 * search's visits that its favourite got (near 1: the search only confirms; near 1/actions: it knows nothing);
 * `resignRate`: share of games that ended by resignation; `falseResigns`: of the resignations in games that were played out to see,
 * the share that would have been wrong (absent where there was none).
 */
export function selfPlayMetrics(batches: readonly GameBatch[]): {
  games: number;
  moves: number;
  evaluations: number;
  values: Record<string, number>;
} {
  let games = 0;
  let moves = 0;
  let searched = 0;
  let evaluations = 0;
  let draws = 0;
  let firstPlayer = 0;
  let concentration = 0;
  const resignations = new Float64Array(4);
  const distinct = new Set<string>();
  for (const batch of batches) {
    const players = batch.returns.length / batch.lengths.length;
    const numActions = batch.policies.length / batch.outcomes.length;
    let row = 0;
    batch.lengths.forEach((length, index) => {
      distinct.add(batch.actions.subarray(row, row + length).join());
      const result = batch.returns[index * players];
      if (result === 0) draws++;
      firstPlayer += (result + 1) / 2;
      row += length;
    });
    for (let start = 0; start < batch.policies.length; start += numActions) {
      concentration += batch.policies.subarray(start, start + numActions).reduce((a, b) => Math.max(a, b));
    }
    for (const kind of batch.resignations) resignations[kind]++;
    games += batch.lengths.length;
    moves += batch.actions.length;
    searched += batch.outcomes.length;
    evaluations += batch.evaluations;
  }
  const checked = resignations[RESIGNED_RIGHTLY] + resignations[RESIGNED_WRONGLY];
  return {
    games,
    moves,
    evaluations,
    values: {
      drawRate: draws / games,
      firstPlayerScore: firstPlayer / games,
      gameLength: moves / games,
      uniqueGames: distinct.size / games,
      visitConcentration: concentration / Math.max(1, searched),
      resignRate: resignations[RESIGNED] / games,
      ...(checked > 0 && { falseResigns: resignations[RESIGNED_WRONGLY] / checked }),
    },
  };
}

/** The first game of a batch as an episode, with what the search thought where that was kept. */
export function firstEpisode(game: Game, batch: GameBatch, seed: string): Episode {
  return gameEpisode(game, seed, [...batch.actions.subarray(0, batch.lengths[0])], batch.accounts);
}
