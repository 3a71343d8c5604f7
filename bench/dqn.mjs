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

/** @param options.seconds measured for each network and round */
export async function bench({ seconds = 5 } = {}) {
  const speeds = NETWORKS.map(() => []);
  const baselines = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, network] of NETWORKS.entries()) speeds[i].push(await ours(network, seconds));
    const baseline = torch(seconds);
    if (baseline) baselines.push(baseline);
  }
  const rows = [];
  for (const [i, network] of NETWORKS.entries()) {
    const name = `dqn ${ENV}, ${network}`;
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
