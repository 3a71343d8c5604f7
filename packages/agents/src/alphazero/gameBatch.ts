/** Finished self-play games as flat arrays, ready to be handed from a worker to the learner. */
import type { Account } from '../agent.js';

/**
 * G games with M moves and T searched positions in all (moves of a random opening are not searched), in game order, then
 * move order. F = values of an observation, A = actions, P = players.
 */
export interface GameBatch {
  /** [G] moves of each game */
  lengths: Int32Array;
  /** [M] */
  actions: Int32Array;
  /** [G, P] */
  returns: Float32Array;
  /** [T, F] as the player to move saw it */
  observations: Uint8Array | Float32Array;
  /** [T, A] the policy that the search found */
  policies: Float32Array;
  /** [T] the game's outcome for the player to move at that position */
  outcomes: Float32Array;
  /** Positions that the network evaluated for these games. */
  evaluations: number;
  /** What the search thought at each move of the first game, where the job asked for it. */
  accounts: (Account | null)[] | null;
}

/** The buffers that can be moved to another thread instead of being copied. */
export function buffersOf(games: GameBatch): ArrayBuffer[] {
  const { lengths, actions, observations, policies, outcomes, returns } = games;
  return [lengths, actions, observations, policies, outcomes, returns].map(
    (array) => array.buffer as ArrayBuffer,
  );
}
