/** A file system in memory that can lose its power: what was not synced may be there, or not. */
import type { Rng } from '@agon/core';
import type { Disk } from '../disk.node.js';

/** Thrown at the operation at which the crash happens. */
export class Crash extends Error {}

/** A change of a directory that is not durable yet: these names now mean these contents (undefined: no such file). */
type Change = [path: string, content: Uint8Array | undefined][];

const directoryOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

/**
 * Follows POSIX's promises and no more: a synced file's content is durable, its name only after the directory is synced;
 * of the changes of names that were not synced, any may survive a loss of power.
 */
export class MemoryDisk implements Disk {
  private readonly visible = new Map<string, Uint8Array>();
  private readonly durable = new Map<string, Uint8Array>();
  private readonly pending: Change[] = [];
  private readonly rng: Rng;
  /** Operations that changed something so far. */
  operations = 0;
  /** The operation, counted from 1, in the midst of which to crash. */
  crashAt = Infinity;

  constructor(rng: Rng, files: ReadonlyMap<string, Uint8Array> = new Map()) {
    this.rng = rng;
    for (const [path, bytes] of files) {
      this.visible.set(path, bytes);
      this.durable.set(path, bytes);
    }
  }

  /** What a new process finds after `kill -9`: all that was done, the crashed operation perhaps in part. */
  afterKill(): MemoryDisk {
    return new MemoryDisk(this.rng, this.visible);
  }

  /** What a new process finds after a loss of power. */
  afterPowerLoss(): MemoryDisk {
    const files = new Map(this.durable);
    for (const change of this.pending) if (this.rng.int(2)) apply(files, change);
    return new MemoryDisk(this.rng, files);
  }

  private change(change: Change): void {
    apply(this.visible, change);
    this.pending.push(change);
  }

  /** Counts an operation; `half` is what it leaves where it is cut in the middle. */
  private operation(half?: () => void): void {
    if (++this.operations < this.crashAt) return;
    half?.();
    throw new Crash(`crash in operation ${this.operations}`);
  }

  list(directory: string): string[] {
    const paths = [...this.visible.keys()].filter((path) => directoryOf(path) === directory);
    return paths.map((path) => path.slice(directory.length + 1)).sort();
  }

  read(path: string): Uint8Array {
    const bytes = this.visible.get(path);
    if (!bytes) throw new Error(`no such file: ${path}`);
    return bytes.slice();
  }

  writeSynced(path: string, bytes: Uint8Array): void {
    this.operation(() => this.change([[path, bytes.slice(0, this.rng.int(bytes.length + 1))]]));
    this.change([[path, bytes.slice()]]);
  }

  rename(from: string, to: string): void {
    this.operation();
    this.change([
      [to, this.visible.get(from)],
      [from, undefined],
    ]);
  }

  remove(path: string): void {
    this.operation();
    this.change([[path, undefined]]);
  }

  syncDirectory(directory: string): void {
    this.operation();
    for (const change of this.pending.splice(0)) {
      const here = change.filter(([path]) => directoryOf(path) === directory);
      apply(this.durable, here);
      if (here.length < change.length) this.pending.push(change);
    }
  }
}

function apply(files: Map<string, Uint8Array>, change: Change): void {
  for (const [path, content] of change) {
    if (content) files.set(path, content);
    else files.delete(path);
  }
}
