/**
 * Training speed of DQN on MinAtar Breakout with one update a frame (batch 32, target network included), by network.
 * Baselines: the same work on a frame in PyTorch (dqn_torch.py), measured in turn with ours where PyTorch is there; and
 * MinAtar's own PyTorch example, recorded once: 340 frames/s on one core with OpenBLAS.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { algorithm } from '@agon/agents';
import { parseSettings } from '@agon/core';

const NETWORKS = ['minatar-cnn', 'mlp:hidden=128/64'];
const ENV = 'minatar-breakout';
const EXAMPLE = 340;
const ROUNDS = 3;
/** Measured for each network, and for PyTorch, in each round. */
const SECONDS = 5;
const SAME = { numEnvs: 1, trainEvery: 1, batchSize: 32, learningStarts: 100 };

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Frames/s of training; the first 1,000 frames warm up. */
async function ours(network, seconds) {
  const dqn = algorithm('dqn');
  const settings = parseSettings(dqn.schema, { ...dqn.presets[ENV], ...SAME, network }, 'bench');
  const stop = new AbortController();
  let start;
  let last;
  const options = {
    env: ENV,
    settings,
    seed: 1,
    minutes: Infinity,
    workers: 0,
    checkpointEvery: 1e9,
    signal: stop.signal,
  };
  for await (const event of dqn.train(options)) {
    const now = performance.now();
    if (event.kind === 'metrics') {
      start ??= { step: event.step, time: now };
      if (now - start.time > seconds * 1000) stop.abort();
    }
    last = { step: event.step, time: now };
  }
  return (1000 * (last.step - start.step)) / (last.time - start.time);
}

/** Frames/s of the PyTorch loop; undefined where no python3 has torch. */
function torch(seconds) {
  const script = fileURLToPath(new URL('dqn_torch.py', import.meta.url));
  for (const python of ['python3', '/usr/bin/python3']) {
    try {
      return Number(
        execFileSync(python, [script, String(seconds)], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        }),
      );
    } catch {
      continue; // no such python, or it has no torch
    }
  }
  return undefined;
}

const nameOf = (network) => `dqn ${ENV}, ${network}`;

/** @param options.filter only rows whose name contains it */
export async function bench({ filter = '', log = () => {} } = {}) {
  const networks = NETWORKS.filter((network) => nameOf(network).includes(filter));
  const speeds = networks.map(() => []);
  const baselines = [];
  for (let round = 0; round < ROUNDS; round++) {
    log(`round ${round + 1} of ${ROUNDS}`);
    for (const [i, network] of networks.entries()) speeds[i].push(await ours(network, SECONDS));
    const baseline = torch(SECONDS);
    if (baseline) baselines.push(baseline);
  }
  const rows = [];
  for (const [i, network] of networks.entries()) {
    const name = nameOf(network);
    const row = (baseline, baselineName) => {
      const speed = median(speeds[i]);
      rows.push({
        name,
        ours: speed,
        baseline,
        baselineName,
        ratio: speed / baseline,
        unit: 'frames/s',
        threads: 1,
      });
    };
    if (baselines.length) row(median(baselines), 'PyTorch, minatar-cnn, no environment');
    row(EXAMPLE, 'MinAtar PyTorch example (recorded)');
  }
  return rows;
}
