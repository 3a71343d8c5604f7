/** What a search found, as plain data for replays and the viewer. */
import { isExact } from './proof.js';
import { bestEdge } from './rootPolicy.js';
import type { Growth } from './growth.js';
import { PENDING, PROVEN, ROOT, type Tree } from './tree.js';

/** A = number of actions; illegal actions have visits 0, prior 0 and q null. Values are for the player to move at the root. */
export interface SearchAccount {
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

/** @param prior [A] the root's probabilities before noise */
export function searchAccount(
  tree: Tree,
  numActions: number,
  prior: Float32Array,
  growth: Growth | undefined,
): SearchAccount {
  const account: SearchAccount = {
    value: tree.numNodes > 0 ? tree.value(ROOT) : 0,
    visits: new Array<number>(numActions).fill(0),
    q: new Array<number | null>(numActions).fill(null),
    prior: Array.from(prior),
    principalVariation: principalVariation(tree),
    proven: new Array<number | null>(numActions).fill(null),
    nodes: tree.numNodes,
  };
  const first = tree.numNodes > 0 ? tree.firstEdge[ROOT] : 0;
  const end = tree.numNodes > 0 ? first + tree.edgeCount[ROOT] : 0;
  for (let edge = first; edge < end; edge++) {
    const action = tree.action[edge];
    account.visits[action] = tree.edgeVisits[edge];
    if (tree.edgeVisits[edge] > 0) account.q[action] = tree.q[edge];
    if (isExact(tree, edge)) account.proven[action] = tree.q[edge];
  }
  if (growth) account.growth = growth.toJson();
  return account;
}

/** The best move of the root, then of the position that it leads to, and so on while moves were visited. */
function principalVariation(tree: Tree): number[] {
  const line: number[] = [];
  let node = ROOT;
  while (node < tree.numNodes && tree.status[node] !== PENDING && tree.edgeCount[node] > 0) {
    // A PROVEN root without an exact edge does not occur: it was proved by one.
    const edge = bestEdge(tree, node);
    if (tree.edgeVisits[edge] === 0) break;
    line.push(tree.action[edge]);
    node = tree.child[edge];
    if (tree.status[node] === PROVEN && tree.edgeCount[node] === 0) break;
  }
  return line;
}
