/**
 * `node bench/search/recordCells.mjs`: trains every network of the space "cells" on Fashion-MNIST for each of three budgets, as
 * `agon train classifier --data fashion-mnist --steps BUDGET --seed 1 --set network=NETWORK` does with the settings below, and writes
 * data/cells/fashion-mnist.json. Networks that are done are kept in runs/.cells.jsonl: a recording that was broken off goes on.
 */
import { dataTrainer, findSpace, SPACES, trials } from '@agon/models';
import { diskFiles } from '@agon/data/node';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const REPO = new URL('../..', import.meta.url).pathname;
const PARTS = join(REPO, 'runs/.cells.jsonl');
const TABLE = join(REPO, 'data/cells/fashion-mnist.json');

const DATA = 'fashion-mnist';
const SEED = 1;
const SETTINGS = { batchSize: 32, learningRate: 0.005, validationPictures: 2500 };
const BUDGETS = [50, 150, 450];

const space = findSpace('cells');
const networks = [...new Set(Array.from({ length: space.size }, (_, i) => space.network(space.at(i))))];

mkdirSync(join(REPO, 'runs'), { recursive: true });
const done = new Map();
if (existsSync(PARTS))
  for (const line of readFileSync(PARTS, 'utf8').split('\n').filter(Boolean)) {
    const { network, ...cell } = JSON.parse(line);
    done.set(network, cell);
  }

const handler = trials({ trainer: dataTrainer, files: diskFiles() });
const session = await handler.open({
  ...{ trainer: 'classifier', data: DATA, settings: SETTINGS, seed: SEED, score: 'validationAccuracy' },
});
const hooks = { signal: new AbortController().signal };
for (const [i, network] of networks.entries()) {
  if (done.has(network)) continue;
  const began = process.cpuUsage();
  const cell = { accuracies: [], parameters: 0, seconds: 0 };
  for (const updates of BUDGETS) {
    const { score, parameters } = await session.run({ network, updates }, null, hooks);
    cell.accuracies.push(score);
    cell.parameters = parameters;
  }
  const { user, system } = process.cpuUsage(began);
  cell.seconds = Math.round((user + system) / 1e5) / 10;
  done.set(network, cell);
  appendFileSync(PARTS, `${JSON.stringify({ network, ...cell })}\n`);
  console.log(`${i + 1}/${networks.length} ${network} ${cell.accuracies.join(' ')} ${cell.seconds} s`);
}

const rows = networks.map((network) => [network, done.get(network)]);
const table = {
  about: `validation accuracy of every network of a space after ${BUDGETS.join(', ')} updates`,
  command: 'node bench/search/recordCells.mjs',
  data: DATA,
  licence: 'MIT (Zalando SE)',
  space: SPACES.cells,
  ...{ seed: SEED, settings: SETTINGS, budgets: BUDGETS },
  cpuHours: Math.round(rows.reduce((sum, [, { seconds }]) => sum + seconds, 0) / 360) / 10,
  /** By network: its accuracies, one a budget, and the number of its parameters. */
  networks: Object.fromEntries(
    rows.map(([name, { accuracies, parameters }]) => [name, [...accuracies, parameters]]),
  ),
};
writeFileSync(TABLE, JSON.stringify(table).replaceAll(/(?<=[,{])"blocks:/g, '\n"blocks:') + '\n');
