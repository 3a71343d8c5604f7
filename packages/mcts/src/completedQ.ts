/**
 * Completed Q-values (Danihelka et al. 2022, appendix D; mctx `qtransform_completed_by_mix_value`): the Q of a move that was
 * not visited is a mix of the node's raw value and its visited moves' Q.
 */
import type { SearchSettings } from './settings.js';
import type { Tree } from './tree.js';

/** mctx's smallest denominator of the rescaling. */
const MIN_SPREAD = 1e-8;
/** float32's smallest normal number: the prior of a visited move counts at least this. */
const TINY = 1.1754943508222875e-38;

/** (raw + n · Σ p q / Σ p) / (1 + n), sums over the visited moves, n = all their visits. */
export function mixedValue(tree: Tree, node: number): number {
  const { edgeVisits, prior, q } = tree;
  const first = tree.firstEdge[node];
  const end = first + tree.edgeCount[node];
  let visits = 0;
  let mass = 0;
  let weighted = 0;
  for (let edge = first; edge < end; edge++) {
    if (edgeVisits[edge] === 0) continue;
    const probability = Math.max(prior[edge], TINY);
    visits += edgeVisits[edge];
    mass += probability;
    weighted += probability * q[edge];
  }
  const raw = tree.rawValue[node];
  return mass === 0 ? raw : (raw + visits * (weighted / mass)) / (1 + visits);
}

/**
 * Writes log prior + σ(completed Q) of a node's edges into `out` [edgeCount]: the logits of the improved policy.
 * σ(q) = (visitOffset + largest visit count) · valueScale · q, with q rescaled to 0..1 among the legal moves if `rescaleQ`.
 * No allocation.
 */
export function improvedLogitsInto(
  out: Float64Array,
  tree: Tree,
  node: number,
  settings: SearchSettings,
): void {
  const { edgeVisits, prior, q } = tree;
  const first = tree.firstEdge[node];
  const count = tree.edgeCount[node];
  const mixed = mixedValue(tree, node);
  let min = Infinity;
  let max = -Infinity;
  let mostVisits = 0;
  for (let i = 0; i < count; i++) {
    const visits = edgeVisits[first + i];
    const completed = visits > 0 ? q[first + i] : mixed;
    out[i] = completed;
    if (completed < min) min = completed;
    if (completed > max) max = completed;
    if (visits > mostVisits) mostVisits = visits;
  }
  let scale = (settings.visitOffset + mostVisits) * settings.valueScale;
  let shift = 0;
  if (settings.rescaleQ) {
    shift = min;
    scale /= Math.max(max - min, MIN_SPREAD);
  }
  for (let i = 0; i < count; i++) {
    out[i] = Math.log(Math.max(prior[first + i], TINY)) + scale * (out[i] - shift);
  }
}

/** Turns logits into probabilities in place: out[0..count-1]. */
export function softmaxInPlace(out: Float64Array, count: number): void {
  let max = -Infinity;
  for (let i = 0; i < count; i++) if (out[i] > max) max = out[i];
  let sum = 0;
  for (let i = 0; i < count; i++) sum += out[i] = Math.exp(out[i] - max);
  for (let i = 0; i < count; i++) out[i] /= sum;
}
