/**
 * UCT (Kocsis & Szepesvári 2006): every move once, then the largest Q + c √(ln N / n). The evaluator's policy is not used.
 * Q lies in [−1, 1], so c = √2 here explores half as much as with rewards in [0, 1].
 */
import { expectedQ, type ChoiceParts, type Selector } from './selector.js';
import type { SearchSettings } from './settings.js';
import type { Tree } from './tree.js';

/** The selector of UCT searches; `cInit` is the formula's c. */
export class Uct implements Selector {
  private readonly c: number;
  private readonly virtualLoss: number;

  constructor(settings: SearchSettings) {
    this.c = settings.cInit;
    this.virtualLoss = settings.virtualLoss;
  }

  select(tree: Tree, node: number, inFlight: number): number {
    const { edgeVisits, q } = tree;
    const first = tree.firstEdge[node];
    const end = first + tree.edgeCount[node];
    const logVisits = Math.log(tree.visits[node] + inFlight);
    let best = first;
    let bestScore = -Infinity;
    for (let edge = first; edge < end; edge++) {
      const walking = inFlight === 0 ? 0 : tree.inFlight[edge];
      const visits = edgeVisits[edge] + walking;
      if (visits === 0) return edge;
      const value = walking === 0 ? q[edge] : expectedQ(tree, edge, 0, this.virtualLoss);
      const score = value + this.c * Math.sqrt(logVisits / visits);
      if (score > bestScore) {
        bestScore = score;
        best = edge;
      }
    }
    return best;
  }

  parts(tree: Tree, node: number): ChoiceParts {
    const first = tree.firstEdge[node];
    const logVisits = Math.log(tree.visits[node]);
    const each = (of: (edge: number) => number) =>
      Float64Array.from({ length: tree.edgeCount[node] }, (_, i) => of(first + i));
    return {
      exploit: each((edge) => tree.q[edge]),
      // A move without visits comes before all others.
      explore: each((edge) => (tree.edgeVisits[edge] > 0 ? this.c * Math.sqrt(logVisits / tree.edgeVisits[edge]) : Infinity)), // prettier-ignore
    };
  }
}
