/** A slow, obvious check of a whole tree, for tests: recomputes what the search keeps up to date and throws at a difference. */
import { bestProvenEdge, isBest, isExact } from './proof.js';
import type { SearchSettings } from './settings.js';
import { EXPANDED, NO_PARENT, PENDING, PROVEN, ROOT, UNEXPANDED, type Tree } from './tree.js';

/**
 * @param waiting walks that wait for an answer, through each edge of the root in all
 * @throws Error naming the node and what does not fit
 */
export function checkTree(tree: Tree, settings: SearchSettings, waiting: number): void {
  let nextEdge = 0;
  for (let node = ROOT; node < tree.numNodes; node++) {
    const fail = (what: string): never => {
      throw new Error(`search tree, node ${node} of ${tree.numNodes}: ${what}`);
    };
    checkPlace(tree, node, fail);
    if (tree.firstEdge[node] !== nextEdge) fail(`edges begin at ${tree.firstEdge[node]}, not at ${nextEdge}`);
    nextEdge += tree.edgeCount[node];
    if (tree.status[node] === PENDING) {
      if (tree.visits[node] !== 0) fail('is PENDING and has visits');
      continue;
    }
    checkSums(tree, node, fail);
    checkProof(tree, node, settings, fail);
  }
  if (nextEdge !== tree.numEdges)
    throw new Error(`search tree: ${tree.numEdges} edges, nodes own ${nextEdge}`);
  let walking = 0;
  for (let edge = 0; edge < tree.edgeCount[ROOT]; edge++) walking += tree.inFlight[edge];
  if (walking > waiting) throw new Error(`search tree: ${walking} walks in flight, ${waiting} leaves wait`);
}

type Fail = (what: string) => never;

/** The links between a node and the one above it. */
function checkPlace(tree: Tree, node: number, fail: Fail): void {
  const edge = tree.parentEdge[node];
  const parent = tree.parent[node];
  if (node === ROOT) {
    if (edge !== NO_PARENT || parent !== NO_PARENT) fail('is the root and has a parent');
    return;
  }
  if (parent < 0 || parent >= node) fail(`has parent ${parent}`);
  const offset = edge - tree.firstEdge[parent];
  if (offset < 0 || offset >= tree.edgeCount[parent]) fail(`edge ${edge} is not one of parent ${parent}`);
  if (tree.child[edge] !== node) fail(`edge ${edge} leads to ${tree.child[edge]}`);
  if (tree.edgeVisits[edge] !== tree.visits[node]) {
    fail(`has ${tree.visits[node]} visits, its edge ${tree.edgeVisits[edge]}`);
  }
}

/** Visits and values: those of the children, the node's own evaluation, and walks that ended here once it was exact. */
function checkSums(tree: Tree, node: number, fail: Fail): void {
  const first = tree.firstEdge[node];
  const end = first + tree.edgeCount[node];
  let visits = 0;
  let sum = 0;
  let mass = 0;
  for (let edge = first; edge < end; edge++) {
    mass += tree.prior[edge];
    const child = tree.child[edge];
    if (edge > first && tree.action[edge] <= tree.action[edge - 1]) fail('its actions are not increasing');
    if (child === UNEXPANDED || tree.visits[child] === 0) {
      if (tree.edgeVisits[edge] !== 0) fail(`edge ${edge} was visited but leads nowhere`);
      continue;
    }
    visits += tree.edgeVisits[edge];
    sum += tree.edgeVisits[edge] * tree.reward[edge] + tree.discount[edge] * tree.valueSum[child];
    const q = tree.reward[edge] + tree.discount[edge] * tree.value(child);
    if (!near(q, tree.q[edge])) fail(`edge ${edge} has Q ${tree.q[edge]}, its child says ${q}`);
  }
  if (end > first && Math.abs(mass - 1) > 1e-4) fail(`its priors sum to ${mass}`);
  const own = tree.visits[node] - visits;
  const plantedAtTheEnd = node === ROOT && tree.edgeCount[node] === 0 && own === 0;
  if (plantedAtTheEnd) return;
  if (own < 1 || (own > 1 && tree.status[node] === EXPANDED)) fail(`has ${own} visits of its own`);
  const expected = tree.rawValue[node] + (own - 1) * tree.exact[node] + sum;
  if (!near(expected, tree.valueSum[node], tree.visits[node])) {
    fail(`has value sum ${tree.valueSum[node]}, its children say ${expected}`);
  }
}

/** Exact values: the number of open moves, and what was concluded from them. */
function checkProof(tree: Tree, node: number, settings: SearchSettings, fail: Fail): void {
  if (!settings.prove || tree.edgeCount[node] === 0) return;
  const first = tree.firstEdge[node];
  const end = first + tree.edgeCount[node];
  let open = 0;
  for (let edge = first; edge < end; edge++) if (!isExact(tree, edge)) open++;
  if (open !== tree.unproven[node]) fail(`${open} moves are open, it counts ${tree.unproven[node]}`);
  const best = bestProvenEdge(tree, node);
  const won = best !== UNEXPANDED && isBest(tree, best, settings);
  const decided = open === 0 || won;
  if (decided !== (tree.status[node] === PROVEN)) fail(`decided: ${decided}, status ${tree.status[node]}`);
  if (decided && !won && !near(tree.exact[node], tree.q[best])) {
    fail(`has exact value ${tree.exact[node]}, its best move ${tree.q[best]}`);
  }
}

function near(a: number, b: number, scale = 1): boolean {
  return Math.abs(a - b) <= 1e-9 * (scale + Math.abs(a) + Math.abs(b));
}
