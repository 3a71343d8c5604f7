/**
 * How fast the games are, on one core: MinAtar's games as a VectorEnv with observations, random playouts of Go that fill no own eye,
 * random Connect Four, and the pixel games with their default preprocessing. Baselines: @sabaki/go-board (which checks no superko) taking turns with ours; Connect Four on a
 * plain array in this file; for MinAtar the Python reference as it was measured once (act and state); for the pixel games the
 * 10,000 frames a second that we ask of them.
 */
import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import Board from '@sabaki/go-board';
import { RandomStream } from '@agon/core';
import { makeEnv, makeGame, VectorEnv } from '@agon/envs';

/** Each side runs this often, for this long. */
const TURNS = 5;
const TURN_MS = 500;
const NUM_ENVS = 64;
/** Steps a second of MinAtar 1.0.15 in Python, one core. */
const PYTHON = {
  'minatar-asterix': 321_000,
  'minatar-breakout': 425_000,
  'minatar-freeway': 163_000,
  'minatar-seaquest': 275_000,
  'minatar-space-invaders': 44_000,
};

const PIXEL_GAMES = ['pixel-breakout', 'pixel-freeway', 'pixel-invaders', 'pixel-pong'];
/** Frames a second that a pixel game must reach. */
const PIXEL_TARGET = 10_000;

const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];

/** Runs `work` (which returns how much it did) for TURN_MS; amount a second of processor time. */
function rate(work) {
  const start = performance.now();
  const cpu = process.cpuUsage();
  let amount = 0;
  while (performance.now() - start < TURN_MS) amount += work();
  return (amount / process.cpuUsage(cpu).user) * 1e6;
}

/** Medians of turns taken in alternation. */
function alternate(works) {
  const rates = works.map(() => []);
  for (let turn = 0; turn < TURNS; turn++) works.forEach((work, i) => rates[i].push(rate(work)));
  return rates.map(median);
}

/** Steps a vector of environments with random actions; returns how many frames that were. */
function stepper(spec, numEnvs, steps) {
  const vector = new VectorEnv(() => makeEnv(spec), numEnvs);
  vector.reset(1);
  const rng = new RandomStream('actions');
  const actions = Array.from({ length: steps }, () =>
    Int32Array.from({ length: numEnvs }, () => rng.int(vector.numActions)),
  );
  return () => {
    for (const step of actions) vector.step(step);
    return steps * numEnvs * vector.envs[0].framesPerStep;
  };
}

/** One random game in which nobody fills an own eye; legality on demand, or by the whole mask before each move. */
function goPlayout(game, rng, whole) {
  const mask = new Uint8Array(game.numActions);
  const { ofCell } = game.points;
  return () => {
    const state = game.newInitialState();
    const { board } = state;
    while (!state.isTerminal) {
      if (whole) state.legalMaskInto(mask);
      const start = rng.int(game.pass);
      let action = game.pass;
      let cell = start;
      do {
        const legal = whole ? mask[cell] === 1 : board.colours[ofCell[cell]] === 2;
        if (legal && !board.isEye(ofCell[cell], state.turn) && (whole || state.isLegal(cell))) {
          action = cell;
          break;
        }
        cell = cell + 1 === game.pass ? 0 : cell + 1;
      } while (cell !== start);
      state.applyAssumeLegal(action);
    }
    return state.history.length;
  };
}

/** The same moves' worth of play by @sabaki/go-board: random legal moves, no superko. */
function sabakiPlayout(size, rng) {
  return () => {
    let board = Board.fromDimensions(size);
    let moves = 0;
    for (; moves < 110; moves++) {
      const sign = moves % 2 === 0 ? 1 : -1;
      for (let tries = 0; tries < 20; tries++) {
        const vertex = [rng.int(size), rng.int(size)];
        const { overwrite, suicide, ko } = board.analyzeMove(sign, vertex);
        if (overwrite || suicide || ko) continue;
        board = board.makeMove(sign, vertex);
        break;
      }
    }
    return moves;
  };
}

function connectFourGame(game, rng) {
  const state = game.newInitialState();
  return () => {
    while (!state.isTerminal) {
      let column = rng.int(7);
      while (!state.isLegal(column)) column = rng.int(7);
      state.applyAssumeLegal(column);
    }
    const moves = state.history.length;
    while (state.history.length > 0) state.undo();
    return moves;
  };
}

/** Connect Four as one writes it first: an array of cells, and a look along four lines after each move. */
function plainConnectFour(rng) {
  const lines = [
    [0, 1],
    [1, 0],
    [1, 1],
    [1, -1],
  ];
  return () => {
    const cells = Array.from({ length: 6 }, () => new Array(7).fill(0));
    for (let move = 0; ; move++) {
      if (move === 42) return move;
      let column = rng.int(7);
      while (cells[5][column] !== 0) column = rng.int(7);
      const row = cells.findIndex((one) => one[column] === 0);
      const player = 1 + (move % 2);
      cells[row][column] = player;
      for (const [up, right] of lines) {
        let count = 1;
        for (const sign of [1, -1]) {
          let [r, c] = [row + sign * up, column + sign * right];
          while (cells[r]?.[c] === player) [count, r, c] = [count + 1, r + sign * up, c + sign * right];
        }
        if (count >= 4) return move + 1;
      }
    }
  };
}

/** What is measured; `works()` gives ours and, where it is measured too, the baseline. */
const CASES = [
  ...Object.entries(PYTHON).map(([spec, python]) => ({
    name: spec,
    unit: 'steps/s',
    works: () => [stepper(spec, NUM_ENVS, 1024)],
    fixed: python,
    baselineName: 'MinAtar 1.0.15 in Python, as measured once',
  })),
  ...PIXEL_GAMES.map((spec) => ({
    name: `${spec}, 84×84×4 of 4 frames`,
    unit: 'frames/s',
    works: () => [stepper(spec, 8, 32)],
    fixed: PIXEL_TARGET,
    baselineName: 'the target',
  })),
  {
    name: 'connect_four, random games',
    unit: 'moves/s',
    works: (rng) => [connectFourGame(makeGame('connect_four'), rng), plainConnectFour(rng)],
    baselineName: 'plain arrays',
  },
  ...[false, true].map((whole) => ({
    name: `go9, random games, superko, ${whole ? 'whole mask at every move' : 'legality on demand'}`,
    unit: 'moves/s',
    works: (rng) => [goPlayout(makeGame('go9'), rng, whole), sabakiPlayout(9, rng)],
    baselineName: '@sabaki/go-board, no superko',
  })),
];

/** Each case has a thread to itself, as in a training: code that has served one game alone is faster. */
async function measured(name) {
  const worker = new Worker(new URL(import.meta.url), { workerData: name });
  const [rates] = await once(worker, 'message');
  return rates;
}

if (!isMainThread) {
  const { works } = CASES.find(({ name }) => name === workerData);
  parentPort.postMessage(alternate(works(new RandomStream('bench'))));
}

export async function bench({ filter, log }) {
  const rows = [];
  for (const { name, unit, fixed, baselineName } of CASES) {
    if (!name.includes(filter)) continue;
    log(`${name} …`);
    const [ours, peer] = await measured(name);
    const baseline = peer ?? fixed;
    rows.push({ name, ours, baseline, baselineName, ratio: ours / baseline, unit, threads: 1 });
  }
  return rows;
}
