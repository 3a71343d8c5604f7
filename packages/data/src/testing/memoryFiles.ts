/** Files of datasets in memory, for tests. */
import { AgonError } from '@agon/core';
import type { FileRoot, FileStore } from '@agon/learning';

/** @param files by their paths; every root has the same ones, a path that ends with "/" is an empty folder */
export function memoryFiles(files: Readonly<Record<string, Uint8Array>>): FileStore {
  return {
    list: async () => Object.keys(files).sort(),
    read: async (_root: FileRoot, path: string) => {
      if (Object.hasOwn(files, path)) return files[path];
      throw new AgonError('not-found', `there is no "${path}".`);
    },
  };
}
