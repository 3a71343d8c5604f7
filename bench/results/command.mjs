/** Runs one command of a job, counts what it costs, and reads the JSON that it prints. */
import { spawn } from 'node:child_process';
import { existsSync, openSync, closeSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { madeBy } from './job.mjs';
import { REPO } from './places.mjs';

const AGON = join(REPO, 'packages/cli/bin/agon.js');
const METER = new URL('meter.mjs', import.meta.url).href;

/**
 * Runs `agon …` or `node FILE …` in the repository's folder. A run or tournament that exists under the command's name is gone on with.
 * @param base `base`.out, .log and .cost are written: what it prints, what it says, what it has cost in all sittings
 * @param signal passes a wish to stop on, so that the command can save its state
 * @returns the JSON that it printed (null for \`agon export\`), wall-clock seconds and CPU seconds (its own threads; engines that it starts not counted)
 */
export async function runCommand(command, base, signal) {
  const words = splitWords(resumed(command));
  const isText = words[1] === 'export'; // what it makes are files
  const program =
    words[0] === 'agon' ? [AGON, ...words.slice(1), ...(isText ? [] : ['--json'])] : words.slice(1);
  const out = openSync(`${base}.out`, 'w');
  const log = openSync(`${base}.log`, 'a');
  const child = spawn(process.execPath, ['--import', METER, ...program], {
    cwd: REPO,
    stdio: ['ignore', out, log],
    // Debian keeps GNU Go where the PATH of many shells does not reach.
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/games`, AGON_METER: `${base}.cost` },
    detached: true, // Ctrl-C is for the queue: it passes one on
  });
  const stop = () => child.kill('SIGINT');
  signal.addEventListener('abort', stop);
  const code = await new Promise((resolve) => child.on('exit', (status, by) => resolve(status ?? by)));
  signal.removeEventListener('abort', stop);
  closeSync(out);
  closeSync(log);
  if (code !== 0) throw new Error(`"${command}" ended with ${code}; ${base}.log says why.`);
  const { wallSeconds, cpuSeconds } = JSON.parse(readFileSync(`${base}.cost`, 'utf8'));
  renameSync(`${base}.cost`, `${base}.cost.done`);
  return {
    output: isText ? null : JSON.parse(readFileSync(`${base}.out`, 'utf8')),
    wallSeconds: Math.round(wallSeconds),
    cpuSeconds: Math.round(cpuSeconds),
  };
}

/** The command that goes on with what an earlier sitting left. */
function resumed(command) {
  const path = madeBy(command);
  return path && existsSync(path) ? command.replace(/ --(run|name) /, ' --resume ') : command;
}

/** Words between spaces; "…" holds one together, and may stand within a word. */
function splitWords(text) {
  return [...text.matchAll(/(?:"[^"]*"|[^\s"])+/g)].map(([word]) => word.replaceAll('"', ''));
}
