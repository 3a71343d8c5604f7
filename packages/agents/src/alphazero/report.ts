/** What to tell about games of self-play: numbers that show silent failure, and a game to look at. */
import type { Game } from '@agon/envs';
import { gameEpisode, type Episode, type MetricValues } from '@agon/learning';
import type { Analysis } from '../agent.js';
import type { GameBatch } from './gameBatch.js';
import type { SelfPlayMetric } from './metrics.js';
import { RESIGNED, RESIGNED_RIGHTLY, RESIGNED_WRONGLY } from './resignation.js';

/**
 * Numbers of one iteration's games. `drawRate`, `firstPlayerScore` (1 a win, ½ a draw), `gameLength` in moves;
 * `uniqueGames`: different games divided by games (low: self-play repeats itself); `visitConcentration`: mean share of a search's
 * visits that its most visited move got, over the searches that are learned from (near 1: the search only confirms; near 1/actions:
 * it knows nothing); `resignRate`: share of games that ended by resignation; `resignsChecked`: the latest resignations in games that
 * were played out to see, of this iteration and earlier ones; `falseResigns`: the share of these that would have been wrong (absent
 * where there was none).
 * @param checks whether each of the latest resignations that were checked would have been wrong: `latestChecks`, these games included
 */
export function selfPlayMetrics(
  batches: readonly GameBatch[],
  checks: readonly boolean[],
): {
  games: number;
  moves: number;
  evaluations: number;
  values: MetricValues<SelfPlayMetric>;
} {
  let games = 0;
  let moves = 0;
  let evaluations = 0;
  let draws = 0;
  let firstPlayer = 0;
  let resigned = 0;
  let concentration = 0;
  let searched = 0;
  const distinct = new Set<string>();
  for (const batch of batches) {
    const players = batch.returns.length / batch.lengths.length;
    let row = 0;
    batch.lengths.forEach((length, index) => {
      distinct.add(batch.actions.subarray(row, row + length).join());
      const result = batch.returns[index * players];
      if (result === 0) draws++;
      firstPlayer += (result + 1) / 2;
      row += length;
    });
    for (const share of batch.concentrations) concentration += share;
    for (const kind of batch.resignations) if (kind === RESIGNED) resigned++;
    games += batch.lengths.length;
    moves += batch.actions.length;
    searched += batch.concentrations.length;
    evaluations += batch.evaluations;
  }
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
      resignRate: resigned / games,
      resignsChecked: checks.length,
      ...(checks.length > 0 && { falseResigns: checks.filter(Boolean).length / checks.length }),
    },
  };
}

/** Resignations that a share of wrong ones is taken over: one iteration checks only a few. */
const CHECKS_KEPT = 200;

/**
 * Whether each of the latest resignations that were played out to see would have been wrong, the oldest first.
 * @param before those before these games
 */
export function latestChecks(before: readonly boolean[], batches: readonly GameBatch[]): boolean[] {
  const kinds = batches.flatMap(({ resignations }) => [...resignations]);
  const checked = kinds.filter((kind) => kind === RESIGNED_RIGHTLY || kind === RESIGNED_WRONGLY);
  return [...before, ...checked.map((kind) => kind === RESIGNED_WRONGLY)].slice(-CHECKS_KEPT);
}

/** The first game of a batch as an episode, with what the search thought where that was kept. */
export function firstEpisode(game: Game, batch: GameBatch, seed: string): Episode<Analysis> {
  return gameEpisode(game, seed, [...batch.actions.subarray(0, batch.lengths[0])], batch.accounts);
}
