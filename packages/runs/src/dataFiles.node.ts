/** Files to learn from, read from disk. */
import { AgonError } from '@agon/core';
import type { DataFile } from '@agon/learning';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readBounded, tooLarge } from './boundedFile.node.js';

/** All files of one folder together have at most so many bytes, unpacked. */
const MOST_BYTES = 2 ** 31 - 1;

/**
 * A file, or every file in a folder and its folders whose name has one of the endings, in the order of their paths. What ends in
 * ".gz" is unpacked. A file in a folder that cannot be read is told with its fault.
 * @param most the bytes that all of them may have together, unpacked
 * @throws not-found where there is no such path, or no such file in it; bad-file where the one file is damaged or too large
 */
export async function readDataFiles(
  path: string,
  endings: readonly string[],
  most = MOST_BYTES,
): Promise<DataFile[]> {
  if (!isFolder(path)) return Promise.resolve([{ path, bytes: read(path, most) }]);
  const paths = filesIn(path, endings);
  if (paths.length === 0) {
    throw new AgonError('not-found', `there is no file that ends in ${endings.join(' or ')} in "${path}".`);
  }
  let left = most;
  return paths.map((each): DataFile => {
    try {
      const bytes = read(each, left);
      left -= bytes.length;
      return { path: each, bytes };
    } catch (error) {
      if (!(error instanceof AgonError)) throw error;
      return { path: each, fault: error.message };
    }
  });
}

function isFolder(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found) return found.isDirectory();
  throw new AgonError('not-found', `there is no file or folder "${path}".`);
}

function filesIn(folder: string, endings: readonly string[]): string[] {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  return names
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.toLowerCase().endsWith(ending)))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function read(path: string, most: number): Uint8Array {
  const bytes = readBounded(path, most);
  if (!path.toLowerCase().endsWith('.gz')) return bytes;
  try {
    return new Uint8Array(gunzipSync(bytes, { maxOutputLength: Math.max(1, most) }));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw tooLarge(path, 'unpacked needs more', most);
    throw new AgonError(
      'bad-file',
      `"${path}" ends in .gz and cannot be unpacked: it is damaged, or not packed.`,
      { cause },
    );
  }
}
