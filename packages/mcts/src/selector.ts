/** How a search chooses its next move: PUCT, UCT or Gumbel. */
import type { Rng } from '@agon/core';
import type { Tree } from './tree.js';

/** What the moves of a position are chosen by: the edge with the largest sum of both, among those that are considered. By edge of the node. */
export interface ChoiceParts {
  readonly exploit: Float64Array;
  readonly explore: Float64Array;
  /** Absent: all are. */
  readonly isConsidered?: readonly boolean[];
}

/** One way to choose. A selector belongs to one search, and may keep scratch arrays. */
export interface Selector {
  /**
   * The edge to walk from an expanded node. No allocation.
   * @param inFlight walks through the node whose leaf is still in flight
   */
  select(tree: Tree, node: number, inFlight: number): number;
  /** What `select` compares where nothing is in flight, forced playouts apart. Allocates. */
  parts(tree: Tree, node: number): ChoiceParts;
  /**
   * Called when a root has its priors: draws what is random at the root.
   * @param exploring false: the search only looks for a good move
   */
  prepareRoot?(tree: Tree, rng: Rng, exploring: boolean): void;
  /** Called when a budget is set and the root has its priors: `simulations` are left. */
  plan?(tree: Tree, simulations: number): void;
  /** The edge to play after the search, where that is not simply the most visited one. */
  chosenEdge?(tree: Tree): number;
  /** Writes the improved policy into `out` [A], where that is not the visits' shares; false where it is. */
  policyInto?(out: Float32Array, tree: Tree, temperature: number): boolean;
}

/**
 * Q of a visited or walked edge with the virtual losses of the walks in flight; `unvisited` where nothing is known.
 * @param virtualLoss losses that each walk in flight counts for
 */
export function expectedQ(tree: Tree, edge: number, unvisited: number, virtualLoss: number): number {
  const visits = tree.edgeVisits[edge];
  const losses = virtualLoss * tree.inFlight[edge];
  if (losses === 0) return visits > 0 ? tree.q[edge] : unvisited;
  return (tree.q[edge] * visits - losses) / (visits + losses);
}
