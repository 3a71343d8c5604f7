/** A growing text file: complete lines in batches, each with the byte offset at which the next one begins. */
import { AgonError } from '@agon/core';
import { open, stat, type FileHandle } from 'node:fs/promises';

/** Lines that were added to a file. */
export interface LineBatch {
  /** Complete lines without their line ends. */
  lines: string[];
  /** The offset in bytes just behind the last of them: reading goes on from there. */
  end: number;
  /** The file's size in bytes when it was read: `end < size` says that more is coming. */
  size: number;
  /** True where the file was cut or replaced: all lines given before are void, and these begin at its start. */
  restarted: boolean;
  /** How long ago the file was last written when it was read, in milliseconds. */
  ageMs: number;
}

/** At most this many bytes a batch, so that a long file arrives in parts and the reader sees how far it is. */
const BATCH_BYTES = 1 << 20;
const NEWLINE = 10;

async function readRange(file: FileHandle, start: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, start);
  return bytes.subarray(0, bytesRead);
}

/** Whether a line begins at this offset. */
async function isLineStart(file: FileHandle, offset: number): Promise<boolean> {
  return offset === 0 || (await readRange(file, offset - 1, 1))[0] === NEWLINE;
}

/**
 * The next complete lines from a byte offset on; undefined where there are none (yet), or no file. An offset that is not the start
 * of a line, or lies behind the end, restarts at 0.
 * @param most bytes at most, where no line is longer
 * @throws bad-file where there is something else in the file's place
 */
export async function nextBatch(
  path: string,
  from: number,
  most = BATCH_BYTES,
): Promise<LineBatch | undefined> {
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (info && !info.isFile())
    throw new AgonError('bad-file', `${path} cannot be read: it is no ordinary file.`);
  if (!info || info.size === from) return undefined;
  const file = await open(path, 'r');
  try {
    const { size } = info;
    const restarted = from > size || !(await isLineStart(file, from));
    const start = restarted ? 0 : from;
    let bytes = await readRange(file, start, Math.min(most, size - start));
    // A line longer than a batch: take the rest of the file.
    if (!bytes.includes(NEWLINE) && start + bytes.length < size)
      bytes = await readRange(file, start, size - start);
    const last = bytes.lastIndexOf(NEWLINE);
    if (last < 0 && !restarted) return undefined;
    const lines = bytes
      .toString('utf8', 0, last + 1)
      .split('\n')
      .filter((line) => line !== '');
    return { lines, end: start + last + 1, size, restarted, ageMs: Math.max(0, Date.now() - info.mtimeMs) };
  } finally {
    await file.close();
  }
}

/** All complete lines of a file from a byte offset on; none where it does not exist. */
export async function readLines(path: string, from: number): Promise<LineBatch> {
  const all: LineBatch = { lines: [], end: from, size: from, restarted: false, ageMs: 0 };
  for (;;) {
    const batch = await nextBatch(path, all.end);
    if (!batch) return all;
    all.lines = batch.restarted ? batch.lines : all.lines.concat(batch.lines);
    all.end = batch.end;
    all.size = batch.size;
    all.restarted ||= batch.restarted;
    all.ageMs = batch.ageMs;
  }
}
