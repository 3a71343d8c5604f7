/** Exact values: which moves are proved, and which of them is the best. */
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
 * Takes note that `edge` of `node` has become exact; returns whether that makes the node's own value exact: a move that
 * reaches `bestReturn`, or the last move that was open (Winands et al. 2008, with draws).
 */
export function proveParent(tree: Tree, node: number, edge: number, bestReturn: number): boolean {
  const open = --tree.unproven[node];
  if (tree.status[node] === PROVEN) return false;
  let best = edge;
  if (tree.q[edge] < bestReturn) {
    if (open > 0) return false;
    best = bestProvenEdge(tree, node);
  }
  tree.status[node] = PROVEN;
  tree.exact[node] = tree.q[best];
  tree.plies[node] = tree.plies[tree.child[best]] + 1;
  return true;
}
