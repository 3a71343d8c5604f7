/** From a searched root to a policy and a move. */
import { bestProvenEdge, isExact } from './proof.js';
import { PROVEN, ROOT, type Tree } from './tree.js';

/**
 * The best edge of a searched node: of the exact ones at a PROVEN node (`bestProvenEdge`), else the most visited, then the
 * larger Q, the larger prior, the lower action. A move proved lost comes after all others.
 */
export function bestEdge(tree: Tree, node: number): number {
  if (tree.status[node] === PROVEN) return bestProvenEdge(tree, node);
  const { prior, q } = tree;
  const first = tree.firstEdge[node];
  const end = first + tree.edgeCount[node];
  let best = first;
  for (let edge = first + 1; edge < end; edge++) {
    const difference =
      weight(tree, edge, node) - weight(tree, best, node) || q[edge] - q[best] || prior[edge] - prior[best];
    if (difference > 0) best = edge;
  }
  return best;
}

/** The weight of an edge in the policy, before the temperature: its visits, but nothing for a move proved not best or lost. */
function weight(tree: Tree, edge: number, node: number): number {
  if (tree.status[node] === PROVEN)
    return isExact(tree, edge) && tree.q[edge] === tree.exact[node] ? tree.edgeVisits[edge] : 0;
  return isExact(tree, edge) && tree.q[edge] < 0 ? 0 : tree.edgeVisits[edge];
}

/** See `Search.policyInto`; temperature > 0. Where nothing was visited the policy is the prior. No allocation. */
export function rootPolicyInto(out: Float32Array, tree: Tree, temperature: number): void {
  const { action, prior } = tree;
  const first = tree.firstEdge[ROOT];
  const end = first + tree.edgeCount[ROOT];
  out.fill(0);
  let max = 0;
  for (let edge = first; edge < end; edge++) max = Math.max(max, weight(tree, edge, ROOT));
  let sum = 0;
  for (let edge = first; edge < end; edge++) {
    // Divided by the largest first, so that no power overflows.
    const share = max === 0 ? prior[edge] : (weight(tree, edge, ROOT) / max) ** (1 / temperature);
    sum += out[action[edge]] = share;
  }
  for (let edge = first; edge < end; edge++) out[action[edge]] /= sum;
}
