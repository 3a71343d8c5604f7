/**
 * The lock of a run, `lock.json`: which process writes it. A process is told from another with the same id by the time at
 * which it started, so that a lock left by `kill -9` is known to be stale.
 */
import { AgonError } from '@agon/core';
import { execFileSync } from 'node:child_process';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { TEMPORARY } from './disk.node.js';

const LOCK = 'lock.json';

/** A process, across restarts of it and of the machine. */
interface Holder {
  pid: number;
  host: string;
  /** When it started, in whatever form the system tells; empty where it does not. */
  started: string;
}

/** When a live process started; undefined where there is none (zombies are dead). */
function processStart(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return undefined; // EPERM: alive, another user's
  }
  if (process.platform === 'linux') {
    let stat: string;
    try {
      stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    } catch {
      return undefined; // ended between the two looks
    }
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // from field 3 on: state, …; 22 = start in ticks
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`;
  }
  if (process.platform === 'win32') return '';
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return undefined; // ps exits with 1 where there is no such process
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Another machine's processes cannot be asked: such a holder counts as alive. */
const isAlive = (holder: Holder): boolean =>
  holder.host !== hostname() || processStart(holder.pid) === holder.started;

/** Whether a live process writes the run in this directory. */
export function isLocked(directory: string): boolean {
  const holder = readHolder(join(directory, LOCK));
  return holder !== undefined && isAlive(holder);
}

/** A lock held by this process. */
export interface RunLock {
  release(): void;
}

/**
 * Takes the lock of a run directory; a stale one is taken over.
 * @throws unsupported where a live process holds it, with its id
 */
export function acquireLock(directory: string): RunLock {
  const path = join(directory, LOCK);
  const mine: Holder = { pid: process.pid, host: hostname(), started: processStart(process.pid) ?? '' };
  const temporary = `${path}.${process.pid}${TEMPORARY}`;
  writeFileSync(temporary, JSON.stringify(mine));
  try {
    for (;;) {
      try {
        linkSync(temporary, path); // unlike rename, fails where the lock exists
        return { release: () => rmSync(path, { force: true }) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      removeStale(path);
    }
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Removes the lock of a dead process; if another process was quicker and its lock was caught, puts that back. */
function removeStale(path: string): void {
  const holder = readHolder(path);
  if (!holder) return;
  if (isAlive(holder)) throw lockedBy(path, holder);
  const caught = `${path}.${process.pid}.stale${TEMPORARY}`;
  try {
    renameSync(path, caught);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const other = readHolder(caught);
  if (other && isAlive(other)) renameSync(caught, path);
  else rmSync(caught, { force: true });
}

function lockedBy(path: string, { pid, host }: Holder): AgonError {
  const where = host === hostname() ? `process ${pid}` : `process ${pid} on ${host}`;
  const hint = host === hostname() ? 'Stop it' : `Stop it there, or delete ${path} if it no longer runs`;
  return new AgonError(
    'unsupported',
    `${path} says that ${where} is writing this run. ${hint}, or give the new run another name.`,
  );
}
