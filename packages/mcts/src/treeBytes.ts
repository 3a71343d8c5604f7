/** What a search takes of memory, before it begins. */
import type { Game } from '@agon/envs';

/** Bytes of one node and of one edge in the arrays of `Tree`. */
const NODE_BYTES = 54;
const EDGE_BYTES = 36;

/** Bytes of a tree of so many simulations: a node each, with an edge for every action, as it grows to where few moves are illegal. */
export function treeBytes(game: Game, visits: number): number {
  return visits * (NODE_BYTES + EDGE_BYTES * game.numActions);
}
