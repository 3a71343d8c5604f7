/** Reads files that a person names, which may be anything: endless, huge, no files at all. */
import { AgonError } from '@agon/core';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

const CHUNK = 1 << 16;

/**
 * The bytes of a file, if it has at most `most`.
 * @throws not-found where it cannot be opened; bad-file where it is no file (a folder, a device, a pipe) or too large
 */
export function readBounded(path: string, most: number): Uint8Array<ArrayBuffer> {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)); // a pipe that nobody writes to would wait
  } catch (cause) {
    throw new AgonError('not-found', `"${path}" cannot be read: ${(cause as Error).message}.`, { cause });
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) {
      const kind = stat.isDirectory() ? 'a folder' : stat.isFIFO() ? 'a pipe' : 'a device or a socket';
      throw new AgonError('bad-file', `"${path}" is ${kind}, and not a file: name a file.`);
    }
    if (stat.size > most) throw tooLarge(path, `needs ${bytesText(stat.size)}`, most);
    // Files of the system have a size of 0 and may go on for ever.
    let bytes = new Uint8Array(Math.min(most, Math.max(stat.size, CHUNK)) + 1);
    let length = 0;
    for (;;) {
      const read = readSync(file, bytes, length, bytes.length - length, null);
      if (read === 0) return bytes.subarray(0, length);
      length += read;
      if (length > most) throw tooLarge(path, `has more than ${bytesText(most)}`, most);
      if (length < bytes.length) continue;
      const larger = new Uint8Array(Math.min(most + 1, 2 * bytes.length));
      larger.set(bytes);
      bytes = larger;
    }
  } catch (cause) {
    if (cause instanceof AgonError) throw cause;
    throw new AgonError('bad-file', `"${path}" cannot be read: ${(cause as Error).message}.`, { cause });
  } finally {
    closeSync(file);
  }
}

/** The error of a file that is larger than what may be read. */
export function tooLarge(path: string, need: string, most: number): AgonError {
  return new AgonError(
    'bad-file',
    `"${path}" ${need} of memory; at most ${bytesText(most)} are read. Cut it into smaller files.`,
  );
}

/** "5.0 GB", "64 MB" */
function bytesText(bytes: number): string {
  const [size, unit] = bytes >= 2 ** 30 ? [bytes / 2 ** 30, 'GB'] : [bytes / 2 ** 20, 'MB'];
  return `${Number(size.toPrecision(3))} ${unit}`;
}
