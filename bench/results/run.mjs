/**
 * `npm run results -- [--list | --tables] [NAME…]`: makes the numbers of docs/results.md. Jobs lie in `jobs/*.mjs` and run one at a time
 * at low priority, or several where the command is given several times: each takes the next job that none of the others runs. A job that
 * is done has its outcome in docs/results/ID.json and is not run again; one that was broken off goes on where it stopped.
 * docs/results.md says how to add one.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { takeLock } from './lock.mjs';
import { outcomePath, readOutcome, runJob } from './job.mjs';
import { REPO, WORK } from './places.mjs';
import { writeTables } from './tables.mjs';

const HELP = `Usage: npm run results -- [--list | --tables] [NAME…]

Runs the jobs behind docs/results.md, one at a time at low priority; those that are done, or that another such command
is at, are skipped, one that was broken off (Ctrl-C, kill -9, power) goes on. NAME: a job's id, or the beginning of some;
jobs are run in the order in which they are named.

  --list    say which jobs there are and which are done
  --tables  only write the tables of docs/results.md anew from docs/results/*.json
  --again   run the named jobs anew, from nothing, also those that are done`;

const argv = process.argv.slice(2);
const flags = argv.filter((argument) => argument.startsWith('-'));
const names = argv.filter((argument) => !argument.startsWith('-'));
const unknown = flags.find((flag) => !['--list', '--tables', '--again', '--help', '-h'].includes(flag));
if (unknown) usage(`there is no flag "${unknown}".`);
if (flags.includes('--help') || flags.includes('-h')) {
  console.log(HELP);
  process.exit(0);
}

const { jobs, tables } = await loadJobs();
const strange = names.find((name) => named(name).length === 0);
if (strange) usage(`no job begins with "${strange}"; --list shows all.`);
const chosen = names.length ? [...new Set(names.flatMap(named))] : jobs;
const again = flags.includes('--again');
if (again && names.length === 0) usage('--again needs the names of the jobs to run anew.');

if (flags.includes('--list')) {
  for (const job of chosen) console.log(`${readOutcome(job) ? 'done' : 'open'}  ${job.id}  ${job.about}`);
} else if (flags.includes('--tables')) {
  await writeTables(tables, jobs);
} else {
  process.exitCode = await runAll();
}

/** The job of this id, or else those whose ids begin so. */
function named(name) {
  const exact = jobs.filter(({ id }) => id === name);
  return exact.length ? exact : jobs.filter(({ id }) => id.startsWith(name));
}

/** Every file of `jobs/`. @throws where two jobs have one id */
async function loadJobs() {
  const files = readdirSync(new URL('jobs/', import.meta.url)).filter((file) => file.endsWith('.mjs'));
  const loaded = await Promise.all(files.sort().map((file) => import(`./jobs/${file}`)));
  const jobs = loaded.flatMap((each) => each.jobs);
  const tables = loaded.flatMap((each) => each.tables);
  const ids = jobs.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice) throw new Error(`two jobs are called "${twice}"`);
  return { jobs, tables };
}

/** Runs what is open; 0, 1 where a job failed, 130 where it was stopped. */
async function runAll() {
  os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop.abort());
  let failed = 0;
  for (const job of chosen) {
    const unlock = takeLock(join(WORK, `${job.id}.lock`));
    if (!unlock) {
      console.log(`${job.id}: another process is at it.`);
      continue;
    }
    try {
      await runOpen(job, stop.signal);
    } catch (error) {
      if (stop.signal.aborted) break;
      failed++;
      console.error(`${job.id} failed: ${error.message}`);
    } finally {
      unlock();
    }
  }
  if (stop.signal.aborted) {
    console.error('stopped; the same command goes on from here.');
    return 130;
  }
  return failed ? 1 : 0;
}

/** Runs a job that is not done, and writes the tables with it. @throws where it fails or is stopped */
async function runOpen(job, signal) {
  if (again)
    for (const path of [outcomePath(job), join(WORK, job.id)]) rmSync(path, { recursive: true, force: true });
  if (existsSync(outcomePath(job))) return;
  console.log(`${new Date().toISOString()}  ${job.id}: ${job.about}`);
  await runJob(job, { again, signal });
  await writeTables(tables, jobs);
}

function usage(text) {
  console.error(`results: ${text} See ${join(REPO, 'docs/results.md')} or --help.`);
  process.exit(2);
}
