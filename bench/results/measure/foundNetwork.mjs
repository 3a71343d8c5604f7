/**
 * `node bench/results/measure/foundNetwork.mjs RUN SEEDS`: trains the network that the search runs/RUN has found, and the one that the
 * trainer has by itself, for as many steps as a whole trial had, by seeds that the search has not seen; and the latter also for all the
 * steps that the search took besides (equal compute). Prints JSON: mean returns of 100 episodes each, and CPU seconds. What is done
 * already is not done again.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { searchFor } from '@agon/runs';
import { readConfig, readTrials } from '@agon/runs/node';

const EPISODES = 100;
/** Seeds of searches are below. */
const FIRST_SEED = 101;
const AGON = new URL('../../../packages/cli/bin/agon.js', import.meta.url).pathname;

const agon = (...words) =>
  JSON.parse(execFileSync(process.execPath, [AGON, ...words, '--json'], { maxBuffer: 1e9, stdio: ['ignore', 'pipe', 'inherit'] })); // prettier-ignore

const [name, seeds] = process.argv.slice(2);
const config = readConfig('runs', name);
const trials = readTrials('runs', name);
const best = trials.findLast(({ isBest }) => isBest);
const searched = trials.reduce((sum, { updates }) => sum + updates, 0);
const search = searchFor(config.algorithm.replace(/-search$/, ''));
const { budget } = config.settings;
const { env } = config;
const subject = ['--env', env];
const own = agon('train', search.searches, ...subject, '--steps', `${budget}`, '--dry-run').settings.network;

const CASES = {
  found: { network: best.network, steps: budget },
  default: { network: own, steps: budget },
  long: { network: own, steps: searched + budget },
};

/** A run and its mean return. */
function measured(kind, { network, steps }, seed) {
  const run = `${name}-${kind}-${seed}`;
  const settings = Object.entries(search.settingsWith(config.settings, network));
  const sets = settings.filter(([, value]) => value !== '').flatMap(([key, value]) => ['--set', `${key}=${Array.isArray(value) ? value.join('/') : value}`]); // prettier-ignore
  const begin = existsSync(`runs/${run}`) ? ['--resume', run] : ['--run', run];
  const flags = ['--steps', `${steps}`, '--seed', `${seed}`, '--preset', 'none', ...sets, ...begin];
  const { seconds } = agon('train', search.searches, ...subject, ...flags);
  const { mean } = agon('eval', ...subject, '--agent', `runs/${run}`, '--episodes', `${EPISODES}`, '--seed', '1'); // prettier-ignore
  return { kind, network, steps, seed, seconds, mean };
}

const rows = Object.entries(CASES).flatMap(([kind, each]) =>
  Array.from({ length: Number(seeds) }, (_, i) => measured(kind, each, FIRST_SEED + i)),
);
const searchSeconds = JSON.parse(readFileSync(`runs/${name}/metrics.jsonl`, 'utf8').trim().split('\n').at(-1)).seconds; // prettier-ignore
console.log(JSON.stringify({ env, budget, trials: trials.length, searched, searchSeconds, best, own, rows }));
