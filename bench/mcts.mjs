/**
 * Simulations a second of the tree search on one core: 800-visit searches from the start, uniform evaluator, by game and
 * selection. Baseline: the same PUCT written with an object for each node, in this file. And what a search costs beside its
 * network: 32 games of 9×9 Go in one batch, baseline the network alone. The two sides take turns.
 */
import { RandomStream } from '@agon/core';
import { compile, Parameters } from '@agon/engine';
import { makeGame, observationSize } from '@agon/envs';
import { runSearch, Search, UniformEvaluator } from '@agon/mcts';
import { batchOf, makeNetwork } from '@agon/nets';

const VISITS = 800;
/** Each side runs this often, for this long. */
const TURNS = 8;
const TURN_MS = 400;
const CASES = [
  { env: 'connect_four', settings: { prove: false } },
  { env: 'connect_four', settings: {} },
  { env: 'connect_four', settings: { selection: 'gumbel' } },
  { env: 'tic_tac_toe', settings: {} },
];

const GAMES = 32;
const NETWORK = 'residual-tower:blocks=6,channels=96';
const NETWORK_NAME = `mcts go9, ${GAMES} games in flight, ${NETWORK}`;

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

/** Two sides in turn; the row of their medians. */
async function compare(name, ours, baseline, baselineName, unit) {
  const rates = { ours: [], baseline: [] };
  for (let turn = 0; turn < TURNS; turn++) {
    rates.ours.push(await rate(ours, TURN_MS));
    rates.baseline.push(await rate(baseline, TURN_MS));
  }
  // The first turn of each warms the compiler up.
  const [mine, other] = [median(rates.ours.slice(1)), median(rates.baseline.slice(1))];
  return { name, ours: mine, baseline: other, baselineName, ratio: mine / other, unit, threads: 1 };
}

function compareWithPlain({ env, settings }, name) {
  const game = makeGame(env);
  const start = game.newInitialState();
  const evaluator = new UniformEvaluator(game);
  const search = new Search(game, settings, new RandomStream('bench'));
  const ours = async () => {
    search.setRoot(start);
    await runSearch(search, evaluator, VISITS);
    return search.visits;
  };
  const plain = async () => plainSearch(start, VISITS);
  return compare(name, ours, plain, 'PUCT with an object for each node', 'simulations/s');
}

/** Self-play of many games with one network, against the network alone: positions a second. */
async function compareWithNetwork(name) {
  const game = makeGame('go9');
  const network = makeNetwork(NETWORK, 'policy-value', {
    input: game.observation.shape,
    actions: game.numActions,
  });
  const parameters = new Parameters(network.parameters).initialise(new RandomStream('bench'));
  const program = await compile(network.apply, {
    inputs: batchOf(network, GAMES),
    parameters,
    threads: 1,
  });
  const size = observationSize(game.observation);
  const rows = Array.from({ length: GAMES }, (_, slot) =>
    program.inputs.observation.subarray(slot * size, (slot + 1) * size),
  );
  const evaluator = {
    capacity: GAMES,
    logits: program.outputs.policy,
    values: program.outputs.value,
    add: (state, slot) => state.observe(rows[slot]),
    evaluate: () => program.run(),
  };
  const rng = new RandomStream('moves');
  const searches = rows.map((_, index) => {
    const search = new Search(game, { dirichletFraction: 0.25 }, new RandomStream(index));
    search.setRoot(game.newInitialState());
    search.start(VISITS / 4);
    return search;
  });
  const slots = new Int32Array(GAMES);
  const ours = async () => {
    let filled = 0;
    searches.forEach((search, index) => {
      slots[index] = filled;
      let count;
      while ((count = search.collect(evaluator, filled, 1)) === 0) {
        search.advance(search.chooseAction(1, rng));
        if (search.provenValue !== undefined) search.setRoot(game.newInitialState());
        search.start(VISITS / 4);
      }
      filled += count;
    });
    await evaluator.evaluate(filled);
    searches.forEach((search, index) => search.apply(evaluator, slots[index]));
    return filled;
  };
  const bare = async () => {
    await program.run();
    return GAMES;
  };
  const row = await compare(name, ours, bare, 'the network alone', 'positions/s');
  await program.dispose();
  return row;
}

/** @param options.filter part of a row's name */
export async function bench({ filter = '', log = () => {} } = {}) {
  const rows = [];
  for (const one of CASES) {
    const name = nameOf(one);
    if (!name.includes(filter)) continue;
    log(name);
    rows.push(await compareWithPlain(one, name));
  }
  if (NETWORK_NAME.includes(filter)) {
    log(NETWORK_NAME);
    rows.push(await compareWithNetwork(NETWORK_NAME));
  }
  return rows;
}
