/** What a search found, as plain data for replays and the viewer. */
import { isExact } from './proof.js';
import { bestEdge } from './rootPolicy.js';
import type { Growth } from './growth.js';
import { ROOT, type Tree } from './tree.js';

/** A = number of actions; illegal actions have visits 0, prior 0 and q null. Values are for the player to move at the root. */
export interface SearchAnalysis {
  /** The root's value: the mean over all visits, or exact. */
  value: number;
  /** [A] */
  visits: number[];
  /** [A] Mean or exact return of each move; null where it was not visited. */
  q: (number | null)[];
  /** [A] The evaluator's policy, before noise. */
  prior: number[];
  /** The expected line of play from the root, best move first. */
  principalVariation: number[];
  /** [A] The exact return of each move, null where it is not known. */
  proven: (number | null)[];
  /** Positions in the tree. */
  nodes: number;
  /** With `recordGrowth`: the root action and the root's value of every simulation since the root was set. */
  growth?: { actions: number[]; values: number[] };
  [more: string]: null | number | (number | null)[] | { [key: string]: number[] } | undefined;
}

/**
 * @param prior [A] the root's probabilities before noise
 * @param line the principal variation
 */
export function searchAnalysis(
  tree: Tree,
  numActions: number,
  prior: Float32Array,
  line: number[],
  growth: Growth | undefined,
): SearchAnalysis {
  const analysis: SearchAnalysis = {
    value: tree.numNodes > 0 ? tree.value(ROOT) : 0,
    visits: new Array<number>(numActions).fill(0),
    q: new Array<number | null>(numActions).fill(null),
    prior: Array.from(prior),
    principalVariation: line,
    proven: new Array<number | null>(numActions).fill(null),
    nodes: tree.numNodes,
  };
  const first = tree.numNodes > 0 ? tree.firstEdge[ROOT] : 0;
  const end = tree.numNodes > 0 ? first + tree.edgeCount[ROOT] : 0;
  for (let edge = first; edge < end; edge++) {
    const action = tree.action[edge];
    analysis.visits[action] = tree.edgeVisits[edge];
    if (tree.edgeVisits[edge] > 0) analysis.q[action] = tree.q[edge];
    if (isExact(tree, edge)) analysis.proven[action] = tree.q[edge];
  }
  if (growth) analysis.growth = growth.toJson();
  return analysis;
}

/** The action of an edge, then the best one of the position that it leads to, and so on while moves were visited. */
export function lineFrom(tree: Tree, first: number): number[] {
  const line: number[] = [];
  let edge = first;
  while (tree.edgeVisits[edge] > 0) {
    line.push(tree.action[edge]);
    const node = tree.child[edge];
    if (tree.edgeCount[node] === 0) break;
    edge = bestEdge(tree, node);
  }
  return line;
}
