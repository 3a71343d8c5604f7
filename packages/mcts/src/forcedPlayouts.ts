/**
 * Forced playouts and policy target pruning (Wu 2020, "Accelerating Self-Play Learning in Go", section 3.2). While a search
 * explores, every root move that was walked at all gets at least √(k · P · N) visits, noise included, so that a move the network
 * undervalues is seen; the policy to learn from takes those visits out again where the search would not have spent them.
 */
import { isExact } from './proof.js';
import { ROOT, UNEXPANDED, type Tree } from './tree.js';

/** Visits that the root's moves are due: √(k · prior · all visits). */
function due(tree: Tree, edge: number, k: number, visits: number): number {
  return Math.sqrt(k * tree.prior[edge] * visits);
}

/** The first root move that is behind what it is due; UNEXPANDED if none. Moves with an exact value need no more visits. */
export function forcedEdge(tree: Tree, k: number): number {
  const { edgeVisits, inFlight } = tree;
  const first = tree.firstEdge[ROOT];
  const end = first + tree.edgeCount[ROOT];
  const visits = tree.visits[ROOT] - 1;
  for (let edge = first; edge < end; edge++) {
    const walked = edgeVisits[edge] + inFlight[edge];
    if (walked > 0 && walked < due(tree, edge, k, visits) && !isExact(tree, edge)) return edge;
  }
  return UNEXPANDED;
}

/**
 * Writes each root edge's visits without the forced ones into `out` [edgeCount]. The most visited move keeps all; of the others up
 * to `due` visits go while its Q + U stays below the best move's, and what is left with one visit or less goes altogether.
 * @param scale U = scale · P / (1 + n), at the root as it stands
 */
export function prunedVisitsInto(out: Float64Array, tree: Tree, k: number, scale: number): void {
  const { edgeVisits, prior, q } = tree;
  const first = tree.firstEdge[ROOT];
  const count = tree.edgeCount[ROOT];
  const visits = tree.visits[ROOT] - 1;
  let best = first;
  for (let edge = first; edge < first + count; edge++)
    if (edgeVisits[edge] > edgeVisits[best] || (edgeVisits[edge] === edgeVisits[best] && q[edge] > q[best]))
      best = edge;
  const bestScore = q[best] + (scale * prior[best]) / (1 + edgeVisits[best]);
  for (let i = 0; i < count; i++) {
    const edge = first + i;
    out[i] = edgeVisits[edge];
    const lead = bestScore - q[edge];
    if (edge === best || out[i] === 0 || lead <= 0) continue;
    // The fewest visits with which the search would still not prefer this move.
    const fewest = Math.ceil((scale * prior[edge]) / lead - 1);
    out[i] = Math.max(edgeVisits[edge] - Math.ceil(due(tree, edge, k, visits)), fewest, 0);
    out[i] = Math.min(out[i], edgeVisits[edge]);
    if (out[i] <= 1) out[i] = 0;
  }
}
