/** The files of datasets on disk. */
import { AgonError, formatBytes } from '@agon/core';
import { inside } from '@agon/core/node';
import type { FileStore } from '@agon/learning';
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fetchingOf } from '../registry.js';
import { dataFolder, readChecked, readManifest, type Manifest } from './cacheFolder.node.js';
import { readingFile } from './readingFile.node.js';

/**
 * Files of fetched datasets, checked against the checksums that they were fetched with, and files of the user's folders.
 * A link that leads out of its folder is not followed.
 * @param cache the folder of the fetched ones
 */
export function diskFiles(cache = dataFolder()): FileStore {
  return {
    list: async (root) =>
      'dataset' in root
        ? manifestOf(cache, root.dataset).files.map(({ path }) => path)
        : listUsers(root.path),
    read: async (root, path) =>
      'dataset' in root
        ? readChecked(cache, manifestOf(cache, root.dataset), path)
        : readUsers(root.path, path),
  };
}

/** The manifest of a fetched dataset. @throws not-found where there is no such dataset, or it is not in the cache; bad-file */
export function manifestOf(cache: string, id: string): Manifest {
  const manifest = readManifest(cache, id);
  const fetching = fetchingOf(id);
  const size = fetching === undefined ? '' : `, ${formatBytes(fetching.bytes)}`;
  const fetchIt = `Fetch it: agon data get ${id} (into ${cache}${size}).`;
  if (manifest === undefined) throw new AgonError('not-found', `dataset "${id}" is not here yet. ${fetchIt}`);
  if (fetching === undefined || manifest.version === fetching.version) return manifest;
  throw new AgonError(
    'not-found',
    `dataset "${id}" is here as version ${manifest.version}, and ${fetching.version} is wanted. ${fetchIt}`,
  );
}

const isFolder = (path: string): boolean => readingFile(path, () => statSync(path)).isDirectory();

/** Whether a link leads to a folder that is in the root; one that leads out counts as a file, which cannot be read. */
function isFolderInside(root: string, path: readonly string[]): boolean {
  try {
    return isFolder(inside(root, ...path));
  } catch (error) {
    if (error instanceof AgonError) return false;
    throw error;
  }
}

/** A root that is a file has that one file. */
function listUsers(root: string): string[] {
  if (!isFolder(root)) return [basename(root)];
  const paths: string[] = [];
  const walk = (names: readonly string[], above: readonly string[]): void => {
    const folder = join(root, ...names);
    const real = realpathSync(folder);
    if (above.includes(real)) return;
    const entries = readingFile(folder, () => readdirSync(folder, { withFileTypes: true }));
    if (entries.length === 0 && names.length > 0) paths.push(`${names.join('/')}/`);
    for (const entry of entries) {
      const path = [...names, entry.name];
      const isLinkedFolder = entry.isSymbolicLink() && isFolderInside(root, path);
      if (entry.isDirectory() || isLinkedFolder) walk(path, [...above, real]);
      else paths.push(path.join('/'));
    }
  };
  walk([], []);
  return paths.sort();
}

function readUsers(root: string, path: string): Uint8Array {
  const place = isFolder(root) ? inside(root, ...path.split('/')) : inside(dirname(root), path);
  const { buffer, byteOffset, length } = readingFile(place, () => {
    if (statSync(place).isFile()) return readFileSync(place);
    throw new AgonError('bad-file', `"${place}" cannot be read: it is no ordinary file.`);
  });
  return new Uint8Array(buffer, byteOffset, length);
}
