/** A training process to be killed: `node train.mjs RUNS_DIR NAME STEPS`, resumes where NAME exists. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { trainToDisk } from '@agon/runs/node';
import { tinyAlgorithm } from '@agon/runs/testing';

const [runsDir, name, steps] = process.argv.slice(2);
const known = existsSync(join(runsDir, name));
const outcome = await trainToDisk({
  algorithm: tinyAlgorithm,
  env: 'minatar-breakout',
  seed: 7,
  steps: Number(steps),
  checkpointEvery: 50,
  settings: { pauseEvery: 2 },
  runsDir,
  ...(known ? { resume: name } : { name }),
  onEvent: (event) => {
    if (event.kind === 'opened') process.stdout.write(`resumed at ${event.resumedAt ?? 0}\n`);
  },
});
process.stdout.write(`${outcome.status} ${outcome.step}\n`);
