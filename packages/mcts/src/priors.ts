/** From an evaluator's answers to the priors of a node, and the noise at the root. */
import { AgonError, dirichletInto, type Rng } from '@agon/core';
import type { Evaluator } from './evaluator.js';
import { EXPANDED, ROOT, type Tree } from './tree.js';

/**
 * Turns the answer in a slot into a leaf's value and its edges' priors: softmax over the legal moves. No allocation.
 * @throws not-finite where the value, or all logits of the legal moves, are no finite numbers
 */
export function readAnswer(
  tree: Tree,
  leaf: number,
  evaluator: Evaluator,
  slot: number,
  numActions: number,
): void {
  const { action, prior } = tree;
  const { logits } = evaluator;
  const row = slot * numActions;
  const first = tree.firstEdge[leaf];
  const end = first + tree.edgeCount[leaf];
  let max = -Infinity;
  for (let edge = first; edge < end; edge++) {
    const logit = logits[row + action[edge]];
    if (logit > max) max = logit;
  }
  let sum = 0;
  for (let edge = first; edge < end; edge++) {
    const weight = Math.exp(logits[row + action[edge]] - max);
    prior[edge] = weight;
    sum += weight;
  }
  const value = evaluator.values[slot];
  if (!(sum > 0 && sum < Infinity) || !Number.isFinite(value)) throw notFinite(value, sum);
  const scale = 1 / sum;
  for (let edge = first; edge < end; edge++) prior[edge] *= scale;
  tree.rawValue[leaf] = value;
  tree.status[leaf] = EXPANDED;
}

/** Writes the root's priors into `out` [A], 0 for illegal actions. */
export function rootPriorInto(out: Float32Array, tree: Tree): void {
  const first = tree.firstEdge[ROOT];
  const end = first + tree.edgeCount[ROOT];
  out.fill(0);
  for (let edge = first; edge < end; edge++) out[tree.action[edge]] = tree.prior[edge];
}

/** Mixes Dirichlet noise into the root's priors: (1 − fraction) · prior + fraction · noise. */
export function addRootNoise(tree: Tree, fraction: number, alpha: number, rng: Rng): void {
  const first = tree.firstEdge[ROOT];
  const noise = new Float32Array(tree.edgeCount[ROOT]);
  dirichletInto(noise, rng, alpha);
  for (let i = 0; i < noise.length; i++) {
    tree.prior[first + i] = (1 - fraction) * tree.prior[first + i] + fraction * noise[i];
  }
}

function notFinite(value: number, sum: number): AgonError {
  return new AgonError(
    'not-finite',
    `the evaluator answered value ${value} and policy weights that sum to ${sum}; both must be finite. The network's weights may have diverged.`,
  );
}
