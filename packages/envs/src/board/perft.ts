/** Perft: how many move sequences of a length there are. Known counts prove rules right. */
import type { State } from '../game.js';

/** The sequences of moves from a position, cut at a depth. */
export interface SequenceCount {
  /** Sequences of exactly that many moves. */
  full: number;
  /** Shorter ones, because the game was over. */
  ended: number;
}

/** Games whose published tables leave out the sequences that ended before the depth. */
const FULL_ONLY: readonly string[] = ['connect_four'];

/**
 * The leaves of the game tree cut at a depth, as published tables count them: a game that ended earlier is a leaf too
 * (Othello's tables, tic-tac-toe's 255,168 games), but not in Connect Four's tables, where a win ends the line.
 */
export function perft(state: State, depth: number): number {
  const { full, ended } = countSequences(state, depth);
  return FULL_ONLY.includes(state.game.id) ? full : full + ended;
}

/**
 * Counts both kinds of sequences. The state is played in place and left as it was. Cost: one legal mask for each position above the
 * last ply.
 */
export function countSequences(state: State, depth: number): SequenceCount {
  const count: SequenceCount = { full: 0, ended: 0 };
  const masks = Array.from({ length: depth }, () => new Uint8Array(state.game.numActions));
  if (depth === 0) count.full = 1;
  else visit(state, depth, masks, count);
  return count;
}

function visit(state: State, depth: number, masks: readonly Uint8Array[], count: SequenceCount): void {
  const mask = masks[depth - 1];
  const numLegal = state.legalMaskInto(mask);
  if (numLegal === 0) count.ended++;
  else if (depth === 1) count.full += numLegal;
  else {
    for (let action = 0; action < mask.length; action++) {
      if (mask[action] === 0) continue;
      state.applyAssumeLegal(action);
      visit(state, depth - 1, masks, count);
      state.undo();
    }
  }
}
