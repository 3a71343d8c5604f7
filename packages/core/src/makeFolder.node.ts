/** Folders on disk. */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it, where they are not there. (Node's own recursive `mkdir` never ends where the system refuses a
 * folder in one that is there as if that one were missing, as Linux does below /proc.)
 * @throws what the system says of the first folder that cannot be made
 */
export function makeFolder(path: string): void {
  if (isFolder(path)) return;
  try {
    mkdirSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && isFolder(path)) return; // another program was quicker
    const parent = dirname(path);
    if (code !== 'ENOENT' || existsSync(parent) || parent === path) throw error;
    makeFolder(parent);
    makeFolder(path);
  }
}

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();
