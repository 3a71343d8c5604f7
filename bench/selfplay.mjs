/**
 * Self-play of AlphaZero without learning, in this thread: positions that the network evaluates a second, beside the network
 * alone in batches of the same size (its limit), and games an hour beside one game at a time. The sides take turns; their
 * rates are by process CPU time, so that other programs on the machine disturb them little. Then whole training with two
 * workers, by the clock, which wants two cores of its own: positions a second beside what the network alone would evaluate on
 * two cores, games an hour, and the share of its time in which a worker waits for the learner.
 */
import { algorithm } from '@agon/agents';
import { nodeWorker } from '@agon/agents/node';
import { parseSettings, RandomStream } from '@agon/core';
import { compile, Parameters } from '@agon/engine';
import { makeGame } from '@agon/envs';
import { batchOf, makeNetwork } from '@agon/nets';

/** As the presets have it, once their visits have risen. */
const CASES = [
  { env: 'tic_tac_toe', preset: 'tic_tac_toe', games: 128 },
  { env: 'connect_four', preset: 'connect_four', games: 32 },
  { env: 'go9:komi=7', preset: 'go', games: 16 },
];
/** Games in flight. */
const PARALLEL = 16;
/** Of whole training, where each has games of its own; the learner's thread is beside them. */
const WORKERS = 2;
const TURNS = 3;
const BARE_MS = 500;

const alphazero = algorithm('alphazero');
const settingsOf = ({ preset, games }, changes = {}) =>
  parseSettings(
    alphazero.schema,
    { ...alphazero.presets[preset], visitsStart: 0, gamesPerIteration: games, matchGames: 0, ...changes },
    'bench',
  );
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
const cpuSeconds = (since) => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
};

/** Iterations of training; the first warms up and is not counted. Returns the sums of what `measure` makes of the metrics. */
async function iterations(one, changes, workers, count, onIteration) {
  const settings = settingsOf(one, changes);
  const stop = new AbortController();
  const spawnWorker = workers > 0 ? nodeWorker : undefined;
  const limits = { minutes: Infinity, checkpointEvery: 1e9, signal: stop.signal };
  const options = { env: one.env, settings, seed: 1, workers, spawnWorker, ...limits };
  let seen = 0;
  let before;
  for await (const event of alphazero.train(options)) {
    if (event.kind !== 'metrics') continue;
    if (seen > 0) onIteration(event.values, cpuSeconds(before));
    before = process.cpuUsage();
    if (seen++ === count) stop.abort();
  }
}

/** Positions and games for each second of CPU time. */
async function play(one, parallelGames) {
  let rate;
  await iterations(one, { parallelGames, reuse: 0 }, 0, 1, (values, seconds) => {
    const games = one.games / seconds;
    rate = { games, positions: (games * values.evaluationsPerSecond) / values.gamesPerSecond };
  });
  return rate;
}

/** The network alone: positions for each second of CPU time, in batches of `PARALLEL`. */
async function bareNetwork(one) {
  const game = makeGame(one.env);
  const network = makeNetwork(settingsOf(one).network, 'policy-value', {
    input: game.observation.shape,
    actions: game.numActions,
  });
  const parameters = new Parameters(network.parameters).initialise(new RandomStream('bench'));
  const program = await compile(network.apply, {
    inputs: batchOf(network, PARALLEL),
    parameters,
    threads: 1,
  });
  const rate = async () => {
    const before = process.cpuUsage();
    const start = performance.now();
    let runs = 0;
    for (; performance.now() - start < BARE_MS; runs++) await program.run();
    return (runs * PARALLEL) / cpuSeconds(before);
  };
  await rate();
  return { rate, dispose: () => program.dispose() };
}

/** @param options.filter part of a case's name */
export async function bench({ filter = '', log = () => {} } = {}) {
  const rows = [];
  for (const one of CASES) {
    const { network: spec, visits } = settingsOf(one);
    const name = `selfplay ${one.env}, ${spec}, ${visits} visits`;
    if (!name.includes(filter)) continue;
    log(name);
    const many = [];
    const single = [];
    const bare = [];
    const network = await bareNetwork(one);
    for (let turn = 0; turn < TURNS; turn++) {
      many.push(await play(one, PARALLEL));
      single.push(await play(one, 1));
      bare.push(await network.rate());
    }
    await network.dispose();
    const row = (what, ours, baseline, baselineName, unit, threads = 1) => {
      const ratio = baseline && ours / baseline;
      rows.push({ name: `${name}: ${what}`, ours, baseline, baselineName, ratio, unit, threads });
    };
    const positions = median(many.map((each) => each.positions));
    row('evaluations', positions, median(bare), 'the network alone', 'positions/cpu s');
    const [ours, alone] = [many, single].map((rates) => 3600 * median(rates.map((each) => each.games)));
    row(`${PARALLEL} games at a time`, ours, alone, 'one game at a time', 'games/cpu hour');
    const training = [];
    const changes = { parallelGames: PARALLEL, gamesPerIteration: Math.max(one.games, WORKERS * PARALLEL) };
    await iterations(one, changes, WORKERS, TURNS, (values) => training.push(values));
    const of = (metric) => median(training.map((values) => values[metric]));
    const limit = WORKERS * median(bare);
    row(
      'training, evaluations',
      of('evaluationsPerSecond'),
      limit,
      'the network alone',
      'positions/s',
      WORKERS,
    );
    row('training', 3600 * of('gamesPerSecond'), null, '–', 'games/hour', WORKERS);
    row('training, a worker waits', of('idleShare'), null, 'no waiting is 0', 'share of time', WORKERS);
  }
  return rows;
}
