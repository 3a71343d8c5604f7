/** Perft: how many move sequences of a length there are. Known counts prove rules right. */
import type { State } from '../game.js';

/**
 * Counts the sequences of exactly `depth` moves from a position; a finished game has none that go on. The state is played
 * in place and left as it was. Cost: one legal mask for each position above the last ply.
 */
export function perft(state: State, depth: number): number {
  if (depth === 0) return 1;
  const masks = Array.from({ length: depth }, () => new Uint8Array(state.game.numActions));
  return count(state, depth, masks);
}

function count(state: State, depth: number, masks: readonly Uint8Array[]): number {
  const mask = masks[depth - 1];
  const numLegal = state.legalMaskInto(mask);
  if (depth === 1 || numLegal === 0) return numLegal;
  let leaves = 0;
  for (let action = 0; action < mask.length; action++) {
    if (mask[action] === 0) continue;
    state.applyAssumeLegal(action);
    leaves += count(state, depth - 1, masks);
    state.undo();
  }
  return leaves;
}
