/**
 * Training speed of PPO on MinAtar Breakout, environment included, against the same work in PyTorch in the manner of
 * CleanRL's ppo.py (ppo_torch.py: same network, environments, steps, minibatches and epochs, no environment), measured in turn
 * in the same run, both by CPU time; and PQN's preset beside its target of 20,000 frames/s.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { algorithm } from '@agon/agents';
import { parseSettings } from '@agon/core';

const ENV = 'minatar-breakout';
const ROUNDS = 3;
/** Of CPU time, for each row, and for PyTorch, in each round. */
const SECONDS = 5;
const PQN_TARGET = 20_000;

/** CleanRL's ppo_atari.py has 8 environments; its classic-control ppo.py has 4. */
const CLEANRL = { numEnvs: 8, rolloutSteps: 128, minibatches: 4, epochs: 4 };
const MANY = { numEnvs: 64, rolloutSteps: 64, minibatches: 16, epochs: 4 };
const CNN = { torch: 'cnn', network: 'actor-critic-cnn' };
const MLP = { torch: 'mlp', network: 'actor-critic-mlp:hidden=128/64,activation=relu,shared=true' };

const ROWS = [
  { name: 'ppo, cnn, 8 envs as CleanRL', ...CNN, shape: CLEANRL },
  { name: 'ppo, mlp, 8 envs as CleanRL', ...MLP, shape: CLEANRL },
  { name: 'ppo, cnn, 64 envs', ...CNN, shape: MANY },
  { name: 'ppo, mlp, 64 envs', ...MLP, shape: MANY },
];
const PQN = 'pqn, preset';

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Frames for each second of CPU time, of all threads, from the first report on: other programs on the machine do not count then. */
async function ours(id, changes, seconds) {
  const { schema, presets, train } = algorithm(id);
  const settings = parseSettings(schema, { ...presets[ENV], ...changes }, 'bench');
  const stop = new AbortController();
  const run = { env: ENV, settings, seed: 1, minutes: Infinity, workers: 0, checkpointEvery: 1e9 };
  let start;
  let last;
  for await (const event of train({ ...run, signal: stop.signal })) {
    if (event.kind !== 'metrics') continue;
    const { user, system } = process.cpuUsage();
    last = { step: event.step, time: (user + system) / 1e6 };
    start ??= last;
    if (last.time - start.time > seconds) stop.abort();
  }
  return (last.step - start.step) / (last.time - start.time);
}

/** The same of the PyTorch loop; undefined where no python3 has torch. */
function torch(network, { numEnvs, rolloutSteps, minibatches, epochs }, seconds) {
  const script = fileURLToPath(new URL('ppo_torch.py', import.meta.url));
  const numbers = [numEnvs, rolloutSteps, minibatches, epochs].map(String);
  for (const python of ['python3', '/usr/bin/python3']) {
    try {
      const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
      return Number(execFileSync(python, [script, String(seconds), network, ...numbers], options));
    } catch {
      continue; // no such python, or it has no torch
    }
  }
  return undefined;
}

/** @param options.filter only rows whose name contains it */
export async function bench({ filter = '', log = () => {} } = {}) {
  const rows = ROWS.filter(({ name }) => name.includes(filter));
  const speeds = rows.map(() => []);
  const baselines = rows.map(() => []);
  const pqn = [];
  for (let round = 0; round < ROUNDS; round++) {
    log(`round ${round + 1} of ${ROUNDS}`);
    for (const [i, { network, torch: kind, shape }] of rows.entries()) {
      speeds[i].push(await ours('ppo', { ...shape, network, clipValue: true }, SECONDS));
      const baseline = torch(kind, shape, SECONDS);
      if (baseline) baselines[i].push(baseline);
    }
    if (PQN.includes(filter)) pqn.push(await ours('pqn', {}, SECONDS));
  }
  const row = (name, speed, baseline, baselineName) => {
    const ratio = baseline && speed / baseline;
    return {
      name: `${ENV}, ${name}`,
      ours: speed,
      baseline,
      baselineName,
      ratio,
      unit: 'frames/s',
      threads: 1,
    };
  };
  return [
    ...rows.map(({ name }, i) => {
      const baseline = baselines[i].length ? median(baselines[i]) : undefined;
      return row(name, median(speeds[i]), baseline, 'PyTorch as CleanRL, no environment');
    }),
    ...(pqn.length ? [row(PQN, median(pqn), PQN_TARGET, 'target')] : []),
  ];
}
