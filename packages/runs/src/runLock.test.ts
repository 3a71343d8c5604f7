/** Locks that were copied, cut, or left: a live process keeps its run, and nobody waits for a dead one. */
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import * as fs from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { acquireLock, isLocked } from './runLock.node.js';

vi.mock('node:fs', async (original) => {
  const actual = await original<typeof fs>();
  return { ...actual, linkSync: vi.fn(actual.linkSync) };
});

let parent: string;
let run: string;
let lock: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'agon-lock-'));
  run = join(parent, 'run');
  lock = join(run, 'lock.json');
  mkdirSync(run);
});
afterEach(() => {
  vi.clearAllMocks();
  rmSync(parent, { recursive: true, force: true });
});

/** Takes the lock, sees that it holds, gives it back, and sees that nothing is left. */
function takeAndRelease(directory = run): void {
  const held = acquireLock(directory);
  expect(isLocked(directory)).toBe(true);
  expect(() => acquireLock(directory)).toThrow(`process ${process.pid} is writing this run`);
  held.release();
  expect(isLocked(directory)).toBe(false);
  expect(readdirSync(directory)).toEqual([]);
}

describe('a lock', () => {
  it('is held until it is given back', () => takeAndRelease());

  it.each([
    ['null', 'null'],
    ['empty', ''],
    ['NUL bytes', '\0'.repeat(80)],
    ['cut short', '{"pid'],
    ['an array', '[1, 2]'],
    ['a process that cannot be', '{"pid":-1,"host":"x","started":"y"}'],
    ['a process of no number', '{"pid":"1","host":"x","started":"y"}'],
    ['no JSON, of a dead process', `{"pid":${2 ** 22 + 1},"ho`],
    ['far too large', 'x'.repeat(100_000)],
  ])('that is broken (%s) holds nobody back', (_, text) => {
    writeFileSync(lock, text);
    expect(isLocked(run)).toBe(false);
    takeAndRelease();
  });

  it('that is cut short holds as long as the process that it names lives', () => {
    writeFileSync(lock, `{"pid":${process.pid},"ho`);
    expect(isLocked(run)).toBe(true);
    expect(() => acquireLock(run)).toThrow(`Stop it, or delete ${lock} if it no longer runs`);
  });

  it('of another machine holds', () => {
    writeFileSync(lock, JSON.stringify({ pid: 1, host: `not-${hostname()}`, started: '' }));
    expect(isLocked(run)).toBe(true);
    expect(() => acquireLock(run)).toThrow(/process 1 on not-.* Stop it there, or delete/);
  });

  it('that was copied with the run of a live process holds the run only, also where that is renamed', () => {
    const held = acquireLock(run);
    const copy = join(parent, 'copy');
    cpSync(run, copy, { recursive: true });
    expect(isLocked(copy)).toBe(false);
    takeAndRelease(copy);
    expect(isLocked(run)).toBe(true);
    const moved = join(parent, 'moved');
    renameSync(run, moved);
    expect(() => acquireLock(moved)).toThrow(/is writing this run/);
    renameSync(moved, run);
    held.release();
    expect(readdirSync(run)).toEqual([]);
  });

  it('is refused by name where something else stands in its place, which stays', () => {
    mkdirSync(lock);
    writeFileSync(join(lock, 'precious'), '');
    expect(isLocked(run)).toBe(false);
    expect(() => acquireLock(run)).toThrow(`${lock} is no file, where the lock of the run belongs`);
    expect(readdirSync(lock)).toEqual(['precious']);
    rmSync(lock, { recursive: true });
    symlinkSync('/no/such/file', lock);
    expect(() => acquireLock(run)).toThrow(`${lock} is a link to /no/such/file`);
    expect(readdirSync(run)).toEqual(['lock.json']);
  });

  it('that was taken by somebody else in the meantime is not given back in their place', () => {
    const held = acquireLock(run);
    const other = JSON.stringify({ pid: 1, host: hostname(), started: '' });
    writeFileSync(lock, other);
    held.release();
    expect(readFileSync(lock, 'utf8')).toBe(other);
  });

  it('is made in one piece on file systems without links too', () => {
    vi.mocked(fs.linkSync).mockImplementation(() => {
      throw Object.assign(new Error('EPERM: operation not permitted, link'), { code: 'EPERM' });
    });
    takeAndRelease();
    writeFileSync(lock, '');
    takeAndRelease();
  });

  it('names the folder where that cannot be written', () => {
    rmSync(run, { recursive: true });
    expect(() => acquireLock(run)).toThrow(/ENOENT.*run/);
    mkdirSync(run);
    chmodSync(run, 0o755);
  });
});
