/** The few file operations that durable writing is made of, behind an interface so that tests can cut them short. */
import {
  closeSync,
  existsSync,
  fsyncSync,
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

/** Writes all bytes; one call may write less than it was given. */
export function writeFully(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done, bytes.length - done);
}

/** The real file system. */
export const nodeDisk: Disk = {
  list: (directory) => (existsSync(directory) ? readdirSync(directory).sort() : []),
  read(path) {
    const { buffer, byteOffset, length } = readFileSync(path);
    // Small buffers may come from Node's pool at any offset; typed views of the bytes need a multiple of 8.
    const bytes = new Uint8Array(buffer, byteOffset, length);
    return byteOffset % 8 === 0 ? bytes : bytes.slice();
  },
  writeSynced(path, bytes) {
    const file = openSync(path, 'w');
    try {
      writeFully(file, bytes);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  },
  rename: (from, to) => renameSync(from, to),
  remove: (path) => rmSync(path, { force: true }),
  syncDirectory(directory) {
    if (process.platform === 'win32') return; // Windows cannot open directories; its renames are logged by NTFS
    const file = openSync(directory, 'r');
    try {
      fsyncSync(file);
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
