/** Finished self-play games as flat arrays, ready to be handed from a worker to the learner. */
import type { Game } from '@agon/envs';
import type { Analysis } from '../agent.js';
import { ObservationRows } from '../board/observationRows.js';
import type { GameInPlay } from './gameInPlay.js';
import type { AlphazeroSettings } from './settings.js';

/** `GameBatch.ownership`: the opponent's cell, nobody's, one's own; or not known, since the game was not played to its end. */
export const OPPONENTS = 0;
export const NOBODYS = 1;
export const OWN = 2;
export const UNKNOWN = 3;

/**
 * G games with M moves and T recorded positions in all (moves of a random opening and cheap searches are not recorded), in game
 * order, then move order. W = width of a kept observation, A = actions, P = players, C = cells of the board.
 */
export interface GameBatch {
  /** [G] moves of each game */
  lengths: Int32Array;
  /** [M] */
  actions: Int32Array;
  /** [G, P] */
  returns: Float32Array;
  /** [G] NOT_RESIGNED, RESIGNED, RESIGNED_RIGHTLY or RESIGNED_WRONGLY */
  resignations: Uint8Array;
  /** [T, W] what the player to move saw, as `ObservationRows` keeps it */
  observations: Uint8Array | Float32Array;
  /** [T, A] the policy that the search found */
  policies: Float32Array;
  /** [T] the share of the search's visits that its most visited move got */
  concentrations: Float32Array;
  /** [T] what the value learns: the game's outcome for the player to move at that position, mixed with the search's value */
  outcomes: Float32Array;
  /** [T, C] Whose each cell was at the end, for the player to move at that position; empty for games without territory. */
  ownership: Uint8Array;
  /** [T] The player's lead at the end, in points divided by C; 0 where UNKNOWN. Empty for games without territory. */
  scores: Float32Array;
  /** Positions that the network evaluated for these games. */
  evaluations: number;
  /** What the search thought at each move of the first game, where the job asked for it. */
  accounts: (Analysis | null)[] | null;
}

/** The cells of a game of territory; 0 for others. */
export function territoryCells(game: Game): number {
  return game.newInitialState().ownershipInto ? game.observation.shape[0] * game.observation.shape[1] : 0;
}

/**
 * Lays finished games out as one batch.
 * @param evaluations positions that the network evaluated for them
 * @param settings.searchValueShare weight of the search's value in `outcomes`
 * @param settings.discount what is left of a result for each move between a position and the game's last
 */
export function batchOf(
  games: readonly GameInPlay[],
  game: Game,
  evaluations: number,
  { discount, searchValueShare }: Pick<AlphazeroSettings, 'discount' | 'searchValueShare'>,
): GameBatch {
  const total = games.reduce((sum, each) => sum + each.rows.length, 0);
  const observations = new ObservationRows(game.observation, total);
  const cells = territoryCells(game);
  const batch: GameBatch = {
    lengths: Int32Array.from(games, (each) => each.state.history.length),
    actions: Int32Array.from(games.flatMap((each) => each.state.history)),
    returns: new Float32Array(games.length * game.numPlayers),
    resignations: Uint8Array.from(games, (each) => each.resignation),
    observations: observations.array,
    policies: new Float32Array(total * game.numActions),
    concentrations: new Float32Array(total),
    outcomes: new Float32Array(total),
    ownership: new Uint8Array(total * cells),
    scores: new Float32Array(cells > 0 ? total : 0),
    evaluations,
    accounts: games.at(0)?.accounts ?? null,
  };
  const owners = new Int8Array(cells);
  let index = 0;
  games.forEach((each, which) => {
    const returns = each.returns();
    batch.returns.set(returns, which * game.numPlayers);
    const lead = each.state.isTerminal ? each.state.ownershipInto?.(owners) : undefined;
    for (const { observation, policy, concentration, value, mover, ply } of each.rows) {
      observations.take(index, observation);
      batch.policies.set(policy, index * game.numActions);
      batch.concentrations[index] = concentration;
      // Nothing is played where a player resigns: that position is its game's last.
      const movesAfter = Math.max(0, each.state.history.length - ply - 1);
      const outcome = returns[mover] * discount ** movesAfter;
      batch.outcomes[index] = outcome + searchValueShare * (value - outcome);
      if (cells > 0) {
        const sign = mover === 0 ? 1 : -1;
        for (let cell = 0; cell < cells; cell++)
          batch.ownership[index * cells + cell] =
            lead === undefined ? UNKNOWN : NOBODYS + sign * owners[cell];
        batch.scores[index] = lead === undefined ? 0 : (sign * lead) / cells;
      }
      index++;
    }
  });
  return batch;
}
