/** What a search takes of memory, before it begins. */
import type { Game } from '@agon/envs';

/** Bytes of one node and of one edge in the arrays of `Tree`. */
const NODE_BYTES = 54;
const EDGE_BYTES = 36;

/**
 * Bytes of a tree of so many simulations: a node each, with an edge for every action, as if no move were illegal; no more nodes than
 * there are sequences of moves.
 */
export function treeBytes(game: Game, visits: number): number {
  return Math.min(visits, sequences(game, visits)) * (NODE_BYTES + EDGE_BYTES * game.numActions);
}

/** An upper bound of the sequences of moves in a game; no longer exact once it is above `enough`. */
function sequences({ numActions, maxGameLength }: Game, enough: number): number {
  // Games that are no longer than they have actions fill a board: no move comes twice.
  const isFilled = maxGameLength <= numActions;
  let sum = 1;
  let ofLength = 1;
  for (let length = 0; length < maxGameLength && sum < enough; length++) {
    ofLength *= isFilled ? numActions - length : numActions;
    sum += ofLength;
  }
  return sum;
}
