/**
 * PUCT: the move with the largest Q + U is walked, U = c · P · √N / (1 + n), c = cInit + log((N + cBase + 1) / cBase),
 * where N counts the node's own evaluation (Silver et al. 2018; mctx `muzero_action_selection`).
 * Q of an unvisited move is the first-play urgency; with `minmax-siblings` Q is rescaled to 0..1 between the smallest and the
 * largest of the node's own value and its visited moves' (Schrittwieser et al. 2020, mctx
 * `qtransform_by_parent_and_siblings`), an unvisited move counting as the smallest.
 */
import { AgonError, type Rng } from '@agon/core';
import { forcedEdge, prunedVisitsInto } from './forcedPlayouts.js';
import { isExact } from './proof.js';
import { expectedQ, type ChoiceParts, type Selector } from './selector.js';
import type { SearchSettings } from './settings.js';
import { ROOT, UNEXPANDED, type Tree } from './tree.js';

/** mctx's smallest denominator of the rescaling. */
const MIN_SPREAD = 1e-8;

/**
 * The selector of PUCT searches, with forced playouts and their pruning where settings ask for them (Wu 2020, section
 * 3.2).
 */
export class Puct implements Selector {
  private readonly cInit: number;
  private readonly cBase: number;
  /** (Q + 1) / 2 + U is largest where Q + 2 U is. */
  private readonly stretch: number;
  private readonly rescale: boolean;
  private readonly firstPlay: SearchSettings['firstPlay'];
  private readonly reduction: number;
  private readonly rootReduction: number;
  private readonly virtualLoss: number;
  private readonly forcedPlayouts: number;
  /** `forcedPlayouts` while the root is explored, else 0. */
  private forcing = 0;
  /** [A] Scratch. */
  private readonly pruned: Float64Array;

  /** @throws bad-option where playouts are forced with rescaled Q */
  constructor(settings: SearchSettings, numActions: number) {
    if (settings.forcedPlayouts > 0 && settings.qTransform === 'minmax-siblings') {
      throw new AgonError(
        'bad-option',
        'tree search: "forcedPlayouts" does not go with "qTransform" minmax-siblings; use identity or unit.',
      );
    }
    this.forcedPlayouts = settings.forcedPlayouts;
    this.pruned = new Float64Array(numActions);
    this.cInit = settings.cInit;
    this.cBase = settings.cBase;
    this.stretch = settings.qTransform === 'unit' ? 2 : 1;
    this.rescale = settings.qTransform === 'minmax-siblings';
    this.firstPlay = settings.firstPlay;
    this.reduction = settings.firstPlayReduction;
    this.rootReduction = settings.rootFirstPlayReduction;
    this.virtualLoss = settings.virtualLoss;
  }

  prepareRoot(_tree: Tree, _rng: Rng, exploring: boolean): void {
    this.forcing = exploring ? this.forcedPlayouts : 0;
  }

  /** Among equals the lowest action. */
  select(tree: Tree, node: number, inFlight: number): number {
    if (this.forcing > 0 && node === ROOT) {
      const edge = forcedEdge(tree, this.forcing);
      if (edge !== UNEXPANDED) return edge;
    }
    const scale = this.scale(tree.visits[node] + inFlight);
    if (this.rescale) return this.selectRescaled(tree, node, scale);
    const unvisited = this.firstPlayUrgency(tree, node);
    return inFlight === 0
      ? selectSettled(tree, node, scale, unvisited)
      : this.selectInFlight(tree, node, scale, unvisited);
  }

  parts(tree: Tree, node: number): ChoiceParts {
    const first = tree.firstEdge[node];
    const visits = tree.edgeVisits.subarray(first, first + tree.edgeCount[node]);
    const scale = this.scale(tree.visits[node]);
    const explore = Float64Array.from(visits, (own, i) => (scale * tree.prior[first + i]) / (1 + own));
    const unvisited = this.firstPlayUrgency(tree, node);
    if (!this.rescale) {
      const exploit = Float64Array.from(visits, (own, i) => (own > 0 ? tree.q[first + i] : unvisited));
      return { exploit, explore };
    }
    const { min, spread } = this.range(tree, node);
    const exploit = Float64Array.from(visits, (own, i) => (own > 0 ? (tree.q[first + i] - min) / spread : 0));
    return { exploit, explore };
  }

  policyInto(out: Float32Array, tree: Tree, temperature: number): boolean {
    if (this.forcing === 0 || tree.visits[ROOT] < 2) return false;
    const { pruned } = this;
    prunedVisitsInto(pruned, tree, this.forcing, this.scale(tree.visits[ROOT]));
    const first = tree.firstEdge[ROOT];
    const count = tree.edgeCount[ROOT];
    let most = 0;
    for (let i = 0; i < count; i++) {
      if (isExact(tree, first + i) && tree.q[first + i] < 0) pruned[i] = 0; // proved lost
      if (pruned[i] > most) most = pruned[i];
    }
    if (most === 0) return false;
    let sum = 0;
    for (let i = 0; i < count; i++) sum += pruned[i] = (pruned[i] / most) ** (1 / temperature);
    out.fill(0);
    for (let i = 0; i < count; i++) out[tree.action[first + i]] = pruned[i] / sum;
    return true;
  }

  /** U = scale · P / (1 + n), in the units of Q. */
  private scale(visits: number): number {
    return this.stretch * (this.cInit + Math.log((visits + this.cBase + 1) / this.cBase)) * Math.sqrt(visits);
  }

  /** Q of an unvisited move. */
  private firstPlayUrgency(tree: Tree, node: number): number {
    const reduction = node === ROOT ? this.rootReduction : this.reduction;
    const base = this.firstPlay === 'parent' ? tree.value(node) : this.firstPlay === 'zero' ? 0 : -1;
    if (reduction === 0) return base;
    const { edgeVisits, prior } = tree;
    const first = tree.firstEdge[node];
    const end = first + tree.edgeCount[node];
    let mass = 0;
    for (let edge = first; edge < end; edge++) if (edgeVisits[edge] > 0) mass += prior[edge];
    return base - reduction * Math.sqrt(mass);
  }

  private selectInFlight(tree: Tree, node: number, scale: number, unvisited: number): number {
    const { edgeVisits, inFlight, prior } = tree;
    const first = tree.firstEdge[node];
    const end = first + tree.edgeCount[node];
    let best = first;
    let bestScore = -Infinity;
    for (let edge = first; edge < end; edge++) {
      const explore = (scale * prior[edge]) / (1 + edgeVisits[edge] + inFlight[edge]);
      const score = expectedQ(tree, edge, unvisited, this.virtualLoss) + explore;
      if (score > bestScore) {
        bestScore = score;
        best = edge;
      }
    }
    return best;
  }

  /** The smallest of the node's own value and its visited moves' Q, and by how much the largest lies above it. */
  private range(tree: Tree, node: number): { min: number; spread: number } {
    const { edgeVisits, inFlight } = tree;
    const first = tree.firstEdge[node];
    const end = first + tree.edgeCount[node];
    const value = tree.value(node);
    let min = value;
    let max = value;
    for (let edge = first; edge < end; edge++) {
      if (edgeVisits[edge] + inFlight[edge] === 0) continue;
      const q = expectedQ(tree, edge, value, this.virtualLoss);
      if (q < min) min = q;
      if (q > max) max = q;
    }
    return { min, spread: Math.max(max - min, MIN_SPREAD) };
  }

  private selectRescaled(tree: Tree, node: number, scale: number): number {
    const { edgeVisits, inFlight, prior } = tree;
    const first = tree.firstEdge[node];
    const end = first + tree.edgeCount[node];
    const value = tree.value(node);
    const { min, spread } = this.range(tree, node);
    let best = first;
    let bestScore = -Infinity;
    for (let edge = first; edge < end; edge++) {
      const visits = edgeVisits[edge] + inFlight[edge];
      const q = visits === 0 ? 0 : (expectedQ(tree, edge, value, this.virtualLoss) - min) / spread;
      const score = q + (scale * prior[edge]) / (1 + visits);
      if (score > bestScore) {
        bestScore = score;
        best = edge;
      }
    }
    return best;
  }
}

/** The inner loop where nothing is in flight. */
function selectSettled(tree: Tree, node: number, scale: number, unvisited: number): number {
  const { edgeVisits, prior, q } = tree;
  const first = tree.firstEdge[node];
  const end = first + tree.edgeCount[node];
  let best = first;
  let bestScore = -Infinity;
  for (let edge = first; edge < end; edge++) {
    const visits = edgeVisits[edge];
    const score = (visits > 0 ? q[edge] : unvisited) + (scale * prior[edge]) / (1 + visits);
    if (score > bestScore) {
      bestScore = score;
      best = edge;
    }
  }
  return best;
}
