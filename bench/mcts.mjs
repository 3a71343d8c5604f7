/**
 * Simulations a second of the tree search on one core: 800-visit searches from the start, uniform evaluator, by game and
 * selection. Baseline: the same PUCT written with an object for each node, in this file. The two take turns.
 */
import { RandomStream } from '@agon/core';
import { makeGame } from '@agon/envs';
import { runSearch, Search, UniformEvaluator } from '@agon/mcts';

const VISITS = 800;
/** Each side runs this often, for this long. */
const TURNS = 6;
const TURN_MS = 400;
const CASES = [
  { env: 'connect_four', settings: { prove: false } },
  { env: 'connect_four', settings: {} },
  { env: 'connect_four', settings: { selection: 'gumbel' } },
  { env: 'tic_tac_toe', settings: {} },
];

/** One node of the baseline's tree. */
class PlainNode {
  constructor(player, actions) {
    this.player = player;
    this.visits = 0;
    this.valueSum = 0;
    this.children = new Map(actions.map((action) => [action, { prior: 1 / actions.length, node: null }]));
  }
}

/** One search as textbooks write it: objects, maps, a path as a list. Returns the simulations done. */
function plainSearch(initial, visits) {
  const state = initial.clone();
  const root = new PlainNode(state.currentPlayer, state.legalActions());
  root.visits = 1;
  for (let simulation = 0; simulation < visits; simulation++) {
    const path = [root];
    let node = root;
    while (node && node.children.size > 0) {
      const scale = (1.25 + Math.log((node.visits + 19653) / 19652)) * Math.sqrt(node.visits);
      let best = null;
      let bestScore = -Infinity;
      for (const [action, child] of node.children) {
        const seen = child.node?.visits ?? 0;
        const sign = child.node && child.node.player === node.player ? 1 : -1;
        const q = seen > 0 ? (sign * child.node.valueSum) / seen : 0;
        const score = q + (scale * child.prior) / (1 + seen);
        if (score > bestScore) [best, bestScore] = [{ action, child }, score];
      }
      const mover = state.currentPlayer;
      state.applyAssumeLegal(best.action);
      if (!best.child.node) {
        const player = state.isTerminal ? 1 - mover : state.currentPlayer;
        best.child.node = new PlainNode(player, state.legalActions());
        path.push(best.child.node);
        break;
      }
      node = best.child.node;
      path.push(node);
    }
    const leaf = path[path.length - 1];
    const value = state.isTerminal ? state.returns()[leaf.player] : 0;
    for (const one of path) {
      one.visits++;
      one.valueSum += one.player === leaf.player ? value : -value;
    }
    for (let moves = path.length - 1; moves > 0; moves--) state.undo();
  }
  return visits;
}

const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];

/** Runs `searchOnce` for `milliseconds`; simulations a second. */
async function rate(searchOnce, milliseconds) {
  const start = performance.now();
  let simulations = 0;
  while (performance.now() - start < milliseconds) simulations += await searchOnce();
  return (1000 * simulations) / (performance.now() - start);
}

/** The row's name, by which a filter chooses. */
const nameOf = ({ env, settings: { selection = 'puct', prove = true } }) =>
  `mcts ${env}, ${VISITS} visits, ${selection}${prove ? '' : ' without proofs'}`;

/** @param options.filter part of a row's name */
export async function bench({ filter = '', log = () => {} } = {}) {
  const rows = [];
  for (const one of CASES.filter((each) => nameOf(each).includes(filter))) {
    const name = nameOf(one);
    log(name);
    const game = makeGame(one.env);
    const start = game.newInitialState();
    const evaluator = new UniformEvaluator(game);
    const search = new Search(game, one.settings, new RandomStream('bench'));
    const ours = async () => {
      search.setRoot(start);
      await runSearch(search, evaluator, VISITS);
      return search.visits;
    };
    const plain = async () => plainSearch(start, VISITS);
    const rates = { ours: [], plain: [] };
    for (let turn = 0; turn < TURNS; turn++) {
      rates.ours.push(await rate(ours, TURN_MS));
      rates.plain.push(await rate(plain, TURN_MS));
    }
    // The first turn of each warms the compiler up.
    const [mine, baseline] = [median(rates.ours.slice(1)), median(rates.plain.slice(1))];
    rows.push({
      name,
      ours: mine,
      baseline,
      baselineName: 'PUCT with an object for each node',
      ratio: mine / baseline,
      unit: 'simulations/s',
      threads: 1,
    });
  }
  return rows;
}
