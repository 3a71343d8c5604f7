/** Exact values: which moves are proved, and which of them is the best. */
import type { SearchSettings } from './settings.js';
import { PROVEN, UNEXPANDED, type Tree } from './tree.js';

/** Whether an edge's Q is exact. */
export function isExact(tree: Tree, edge: number): boolean {
  const child = tree.child[edge];
  return child !== UNEXPANDED && tree.status[child] === PROVEN;
}

/** Among a node's exact edges the one with the largest Q, then the quickest win, or the slowest loss or draw; UNEXPANDED if none. */
export function bestProvenEdge(tree: Tree, node: number): number {
  const { child, plies, q } = tree;
  const first = tree.firstEdge[node];
  const end = first + tree.edgeCount[node];
  let best = UNEXPANDED;
  for (let edge = first; edge < end; edge++) {
    if (!isExact(tree, edge)) continue;
    if (best === UNEXPANDED || q[edge] > q[best]) best = edge;
    else if (q[edge] === q[best]) {
      const difference = plies[child[edge]] - plies[child[best]];
      if (q[edge] > 0 ? difference < 0 : difference > 0) best = edge;
    }
  }
  return best;
}

/**
 * Whether an exact edge reaches `bestReturn`, discounted by the moves until then. With a discount it is taken although a quicker
 * win might be found.
 */
export function isBest(tree: Tree, edge: number, { bestReturn, discount }: SearchSettings): boolean {
  // Multiplied as `backUp` does, by the discount as the tree keeps it, so that equal is equal to the last bit.
  const kept = Math.fround(discount);
  let best = bestReturn;
  for (let ply = tree.plies[tree.child[edge]]; ply > 0; ply--) best *= kept;
  return tree.q[edge] >= best;
}

/**
 * Takes note that `edge` of `node` has become exact; returns whether that makes the node's own value exact: a best move, or the
 * last move that was open (Winands et al. 2008, with draws).
 */
export function proveParent(tree: Tree, node: number, edge: number, settings: SearchSettings): boolean {
  const open = --tree.unproven[node];
  if (tree.status[node] === PROVEN) return false;
  let best = edge;
  if (!isBest(tree, edge, settings)) {
    if (open > 0) return false;
    best = bestProvenEdge(tree, node);
  }
  tree.status[node] = PROVEN;
  tree.exact[node] = tree.q[best];
  tree.plies[node] = tree.plies[tree.child[best]] + 1;
  return true;
}
