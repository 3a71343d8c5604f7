/**
 * The few file operations that durable writing is made of, behind an interface so that tests can cut them short. What the
 * system refuses (a full disk, a drive that is gone) is thrown as Node's error, and always names the path.
 */
import { isSystemError } from '@agon/core';
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** File operations with the durability that each promises. All paths are absolute or relative to the process. */
export interface Disk {
  /** Names in a directory, sorted; none where it does not exist. */
  list(directory: string): string[];
  read(path: string): Uint8Array;
  /** Creates or replaces a file and syncs its content. A crash may leave any part of it, or nothing. */
  writeSynced(path: string, bytes: Uint8Array): void;
  /** Replaces `to` in one step; durable after `syncDirectory`. */
  rename(from: string, to: string): void;
  /** Removes a file that may not exist. */
  remove(path: string): void;
  /** Makes renames and removals in a directory durable. */
  syncDirectory(directory: string): void;
}

/** Calls the system about an open file: what it then refuses names no path, but here it does. */
function naming<T>(path: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (isSystemError(error)) error.path ??= path;
    throw error;
  }
}

/** A file that is open for writing at its end. */
export class AppendFile {
  readonly path: string;
  private readonly file: number;

  /** @param flags as `open` takes them: "a" goes on with a file, "w" and "wx" begin one */
  constructor(path: string, flags: 'a' | 'w' | 'wx' = 'a') {
    this.path = path;
    this.file = openSync(path, flags);
  }

  /** Its length in bytes. */
  get size(): number {
    return naming(this.path, () => fstatSync(this.file).size);
  }

  /** Writes all bytes. Where the disk refuses some of them, those that it took are there. */
  append(bytes: Uint8Array): void {
    naming(this.path, () => {
      // One call may write less than it was given.
      for (let done = 0; done < bytes.length;) {
        done += writeSync(this.file, bytes, done, bytes.length - done);
      }
    });
  }

  truncate(bytes: number): void {
    naming(this.path, () => ftruncateSync(this.file, bytes));
  }

  sync(): void {
    naming(this.path, () => fsyncSync(this.file));
  }

  close(): void {
    naming(this.path, () => closeSync(this.file));
  }
}

/** Takes away a file that could not be written whole: it would only take room. */
function discard(path: string): void {
  try {
    if (lstatSync(path).isFile()) rmSync(path);
  } catch {
    // Why it could not be written is what the caller must hear of.
  }
}

/** Creates or replaces a file, not in one step. */
export function writeFile(path: string, bytes: Uint8Array, { sync = false } = {}): void {
  const file = new AppendFile(path, 'w');
  try {
    try {
      file.append(bytes);
      if (sync) file.sync();
    } finally {
      file.close();
    }
  } catch (error) {
    discard(path);
    throw error;
  }
}

/** Directories cannot be synced everywhere: these say so. */
const CANNOT_SYNC = new Set(['EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP']);

/** The real file system. */
export const nodeDisk: Disk = {
  list: (directory) => (existsSync(directory) ? readdirSync(directory).sort() : []),
  read(path) {
    const { buffer, byteOffset, length } = naming(path, () => readFileSync(path));
    // Small buffers may come from Node's pool at any offset; typed views of the bytes need a multiple of 8.
    const bytes = new Uint8Array(buffer, byteOffset, length);
    return byteOffset % 8 === 0 ? bytes : bytes.slice();
  },
  writeSynced: (path, bytes) => writeFile(path, bytes, { sync: true }),
  rename: (from, to) => renameSync(from, to),
  remove: (path) => rmSync(path, { force: true }),
  syncDirectory(directory) {
    if (process.platform === 'win32') return; // Windows cannot open directories; its renames are logged by NTFS
    const file = openSync(directory, 'r');
    try {
      naming(directory, () => fsyncSync(file));
    } catch (error) {
      if (!isSystemError(error) || !CANNOT_SYNC.has(error.code)) throw error;
    } finally {
      closeSync(file);
    }
  },
};

/** The ending of files that are being written; whoever finds one after a crash may remove it. */
export const TEMPORARY = '.tmp';

/** Writes a file under a temporary name and renames it: readers see the old content or the new. The rename is not synced. */
export function replaceFile(disk: Disk, path: string, content: Uint8Array | string): void {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  disk.writeSynced(path + TEMPORARY, bytes);
  disk.rename(path + TEMPORARY, path);
}

/** As `replaceFile`, durable when it returns. */
export function replaceFileDurably(disk: Disk, path: string, content: Uint8Array | string): void {
  replaceFile(disk, path, content);
  disk.syncDirectory(dirname(path));
}
