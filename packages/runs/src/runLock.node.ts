/**
 * The lock of a run, `lock.json`: which process writes it. A process is told from another with the same id by the time at
 * which it started, so that a lock left by `kill -9` is known to be stale; a folder is told from its copy by its number in
 * the file system, so that a lock that was copied with a run counts for nothing.
 */
import { AgonError, parseJson } from '@agon/core';
import { execFileSync } from 'node:child_process';
import { linkSync, lstatSync, readFileSync, readlinkSync, renameSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { AppendFile, TEMPORARY, writeFile } from './disk.node.js';

const LOCK = 'lock.json';

/** A process, across restarts of it and of the machine, and what it writes. */
const HOLDER = v.object({
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  host: v.string(),
  /** When it started, in whatever form the system tells; empty where it does not. */
  started: v.string(),
  /** The number of the run's folder in its file system; locks of older versions have none. */
  folder: v.optional(v.string()),
});
type Holder = v.InferOutput<typeof HOLDER>;

/** What is known of a lock. A broken one may still tell which process it is of. */
type Found = { kind: 'none' } | { kind: 'held'; holder: Holder } | { kind: 'broken'; pid?: number };

/** No lock is larger, in bytes. */
const MOST_BYTES = 4096;

/** When a live process started, empty where that is not known; undefined where there is none (zombies are dead). */
function processStart(pid: number): string | undefined {
  const isThere = (): boolean => {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code !== 'ESRCH'; // EPERM: alive, another user's
    }
  };
  if (!isThere()) return undefined;
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // from field 3 on: state, …; 22 = start in ticks
      if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
      return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`;
    } catch {
      return isThere() ? '' : undefined; // hidden from us, or ended between the two looks
    }
  }
  if (process.platform === 'win32') return '';
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return isThere() ? '' : undefined;
  }
}

/** The number of a folder in its file system. */
const folderNumber = (directory: string): string => statSync(directory, { bigint: true }).ino.toString();

/** @throws what the system refuses */
function look(path: string): Found {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return { kind: 'none' };
  if (!found.isFile() || found.size > MOST_BYTES) return { kind: 'broken' };
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { kind: 'none' };
    throw error;
  }
  try {
    return { kind: 'held', holder: parseJson(HOLDER, text, path) };
  } catch {
    const [, pid] = /"pid"\s*:\s*(\d{1,9})\b/.exec(text) ?? [];
    return pid === undefined ? { kind: 'broken' } : { kind: 'broken', pid: Number(pid) };
  }
}

/** Another machine's processes cannot be asked: such a holder counts as alive, where the folder is the one that it locked. */
function isAlive({ pid, host, started, folder }: Holder, directory: string): boolean {
  if (folder !== undefined && folder !== folderNumber(directory)) return false;
  if (host !== hostname()) return true;
  const now = processStart(pid);
  return now !== undefined && (now === started || now === '' || started === '');
}

/** Whether a live process holds what was found; a broken lock that names no process is nobody's. */
function isHeld(found: Found, directory: string): boolean {
  if (found.kind === 'held') return isAlive(found.holder, directory);
  return found.kind === 'broken' && found.pid !== undefined && processStart(found.pid) !== undefined;
}

/** Whether a live process writes the run in this directory. A lock that may not be read counts as one. */
export function isLocked(directory: string): boolean {
  let found: Found;
  try {
    found = look(join(directory, LOCK));
  } catch {
    return true;
  }
  return isHeld(found, directory);
}

/** A lock held by this process. */
export interface RunLock {
  release(): void;
}

/** Times that a stale lock is taken away before somebody else is taken to put it there. */
const MOST_TRIES = 100;

/**
 * Takes the lock of a run directory; a stale or broken one is taken over.
 * @throws unsupported where a live process holds it, with its id; bad-file where something else than a file is in its place
 */
export function acquireLock(directory: string): RunLock {
  const path = join(directory, LOCK);
  const mine: Holder = {
    pid: process.pid,
    host: hostname(),
    started: processStart(process.pid) ?? '',
    folder: folderNumber(directory),
  };
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    if (placeLock(path, new TextEncoder().encode(JSON.stringify(mine)))) {
      return { release: () => releaseLock(path) };
    }
    removeStale(path, directory);
  }
  throw new AgonError('unsupported', `${path} comes back as often as it is taken away; see who writes it.`);
}

/** Where files cannot have a second name, the system says one of these. */
const CANNOT_LINK = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'EXDEV']);

/** Writes the lock whole and synced, where there is none yet. @returns false where there is one */
function placeLock(path: string, content: Uint8Array): boolean {
  const temporary = `${path}.${process.pid}${TEMPORARY}`;
  try {
    writeFile(temporary, content, { sync: true });
    linkSync(temporary, path); // unlike rename, fails where the lock exists
    return true;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (!CANNOT_LINK.has(code)) throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
  return createLock(path, content);
}

/** As `placeLock`, for file systems without links: for a moment the lock is there and empty (see `removeStale`). */
function createLock(path: string, content: Uint8Array): boolean {
  let file: AppendFile;
  try {
    file = new AppendFile(path, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  try {
    file.append(content);
    file.sync();
    return true;
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    file.close();
  }
}

/** Gives the lock back. Where that fails, it is stale as soon as this process has ended. */
function releaseLock(path: string): void {
  try {
    const found = look(path);
    if (found.kind === 'held' && found.holder.pid === process.pid) rmSync(path, { force: true });
  } catch {
    // The drive may be gone or read-only: how the training ended matters more.
  }
}

/** Milliseconds in which whoever writes a lock has written it. */
const WRITING_MS = 500;

/** Removes the lock of a dead process; if another process was quicker and its lock was caught, puts that back. */
function removeStale(path: string, directory: string): void {
  let found = look(path);
  if (found.kind === 'broken' && found.pid === undefined) {
    if (lstatSync(path, { throwIfNoEntry: false })?.isFile() === false) throw notALock(path);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WRITING_MS);
    found = look(path);
  }
  if (found.kind === 'none') return;
  if (isHeld(found, directory)) throw lockedBy(path, found);
  const caught = `${path}.${process.pid}.stale${TEMPORARY}`;
  try {
    renameSync(path, caught);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (isHeld(look(caught), directory)) renameSync(caught, path);
  else rmSync(caught, { force: true });
}

function notALock(path: string): AgonError {
  const what = lstatSync(path).isSymbolicLink() ? `a link to ${readlinkSync(path)}` : 'no file';
  return new AgonError('bad-file', `${path} is ${what}, where the lock of the run belongs; take it away.`);
}

function lockedBy(path: string, found: Found): AgonError {
  const isSure = found.kind === 'held' && found.holder.host === hostname();
  const process = found.kind === 'held' ? found.holder.pid : found.kind === 'broken' && found.pid;
  const where = found.kind === 'held' && !isSure ? ` on ${found.holder.host}` : '';
  const hint = isSure ? 'Stop it' : `Stop it${where && ' there'}, or delete ${path} if it no longer runs`;
  return new AgonError(
    'unsupported',
    `${path} says that process ${process}${where} is writing this run. ${hint}, or give the new run another name.`,
  );
}
