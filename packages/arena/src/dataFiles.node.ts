/** Files to learn from, read from disk. */
import type { DataFile } from '@agon/agents';
import { AgonError } from '@agon/core';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/**
 * A file, or every file in a folder and its folders whose name has one of the endings, in the order of their paths. What ends in
 * ".gz" is unpacked.
 * @throws not-found where there is no such path, or no such file in it; bad-file where a packed file is damaged
 */
export function readDataFiles(path: string, endings: readonly string[]): Promise<DataFile[]> {
  const paths = isFolder(path) ? filesIn(path, endings) : [path];
  if (paths.length === 0) {
    throw new AgonError('not-found', `there is no file that ends in ${endings.join(' or ')} in "${path}".`);
  }
  return Promise.resolve(paths.map((each) => ({ path: each, bytes: read(each) })));
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

function read(path: string): Uint8Array {
  const bytes = new Uint8Array(readFileSync(path)); // a Buffer has another `slice`
  if (!path.toLowerCase().endsWith('.gz')) return bytes;
  try {
    return new Uint8Array(gunzipSync(bytes));
  } catch (cause) {
    throw new AgonError(
      'bad-file',
      `"${path}" ends in .gz and cannot be unpacked: it is damaged, or not packed.`,
      {
        cause,
      },
    );
  }
}
