/**
 * One job: commands that run one after the other, each once. What each printed is kept under runs/.results/ID/ until all are done;
 * then the numbers worth keeping go to docs/results/ID.json.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { join } from 'node:path';
import * as prettier from 'prettier';
import { runCommand } from './command.mjs';
import { OUTCOMES, REPO, WORK } from './places.mjs';

export const outcomePath = ({ id }) => join(OUTCOMES, `${id}.json`);

/** A job's outcome; undefined where it is not done. */
export function readOutcome(job) {
  const path = outcomePath(job);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

/**
 * Runs what is left of a job and writes its outcome.
 * @param options.again begins runs and tournaments of these names anew instead of going on with them
 * @throws where a command fails, or `signal` stopped it
 */
export async function runJob(job, { again, signal }) {
  const folder = join(WORK, job.id);
  mkdirSync(folder, { recursive: true });
  const outputs = {};
  const commands = {};
  for (const [name, command] of Object.entries(job.commands)) {
    const path = join(folder, `${name}.json`);
    let done = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
    if (done?.command !== command) {
      if (again) forget(command);
      const { output, ...times } = await runCommand(command, join(folder, name), signal);
      done = { command, ...times, output };
      replaceFile(path, JSON.stringify(done));
    }
    outputs[name] = done.output;
    commands[name] = { command, wallSeconds: done.wallSeconds, cpuSeconds: done.cpuSeconds };
  }
  const outcome = {
    id: job.id,
    about: job.about,
    numbers: job.numbers(outputs),
    commands,
    version: JSON.parse(readFileSync(join(REPO, 'packages/cli/package.json'), 'utf8')).version,
    commit: commit(),
    node: process.version,
    processor: `${os.cpus().length} × ${os.cpus()[0].model.trim()}`,
    date: new Date().toISOString().slice(0, 10),
  };
  mkdirSync(OUTCOMES, { recursive: true });
  const options = { ...(await prettier.resolveConfig(outcomePath(job))), parser: 'json' };
  replaceFile(outcomePath(job), await prettier.format(JSON.stringify(outcome), options));
}

/** Removes the run or the tournament that a command would go on with. */
function forget(command) {
  const path = madeBy(command);
  if (path) rmSync(path, { recursive: true, force: true });
}

/** The folder of the run or tournament that a command makes, by its --run or --name; undefined where it makes none. */
export function madeBy(command) {
  const run = / --run (\S+)/.exec(command)?.[1];
  const tournament = / --name (\S+)/.exec(command)?.[1];
  if (run) return join(REPO, 'runs', run);
  return tournament && join(REPO, 'runs/tournaments', tournament);
}

/** The commit that is checked out, with "+" where files differ from it; null outside a repository. */
function commit() {
  try {
    const git = (...words) => execFileSync('git', words, { cwd: REPO, stdio: ['ignore', 'pipe', 'ignore'] });
    return `${git('rev-parse', '--short=9', 'HEAD')}`.trim() + (`${git('status', '--porcelain')}` ? '+' : '');
  } catch {
    return null;
  }
}

function replaceFile(path, text) {
  writeFileSync(`${path}.tmp`, text);
  renameSync(`${path}.tmp`, path);
}
