/** Reads the files of runs, tournaments and the zoo: whatever is wrong with one is told with its path. */
import { AgonError, parseJson } from '@agon/core';
import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readFileSync } from 'node:fs';
import type * as v from 'valibot';
import { inside } from './inside.node.js';

/** What the system says, in words. */
const SYSTEM: Record<string, string> = {
  EACCES: 'this user may not read it',
  EISDIR: 'it is a folder, not a file',
  ELOOP: 'it is a link that leads in a circle',
  ENOENT: 'it is not there',
  ENOTDIR: 'it is no folder, or lies in none',
  EPERM: 'this user may not read it',
};

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** What failed while a path was read, with its name. What the system has not refused is thrown as it is. */
export function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const code = codeOf(cause);
    if (cause instanceof AgonError || code === undefined) throw cause;
    const why = SYSTEM[code] ?? (cause as Error).message;
    throw new AgonError('bad-file', `${path} cannot be read: ${why}.`, { cause, details: { path, code } });
  }
}

/** Whether there is anything at a path, a link that leads nowhere included. */
export function isThere(path: string): boolean {
  return reading(path, () => {
    try {
      return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
    } catch (error) {
      if (codeOf(error) === 'ENOTDIR') return false;
      throw error;
    }
  });
}

/** Calls `use` with an ordinary file of a folder, open for reading. A pipe or a device, which might never end, is not opened. */
export function withFile<T>(path: string, use: (file: number, size: number) => T): T {
  return reading(path, () => {
    const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const found = fstatSync(file);
      if (found.isFile()) return use(file, found.size);
      const what = found.isDirectory() ? 'a folder, not a file' : 'no ordinary file';
      throw new AgonError('bad-file', `${path} cannot be read: it is ${what}.`);
    } finally {
      closeSync(file);
    }
  });
}

/** The bytes of a file in a folder (see `inside`). @throws bad-file with the path and what is wrong with it */
export function readBytes(folder: string, ...parts: readonly string[]): Uint8Array {
  const bytes = withFile(inside(folder, ...parts), (file) => readFileSync(file));
  // Small buffers may come from Node's pool at any offset; typed views of the bytes need a multiple of 8.
  const view = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  return view.byteOffset % 8 === 0 ? view : view.slice();
}

/** JSON in a file of a folder. @throws bad-file where it cannot be read, or is not what the schema wants */
export function readSaved<S extends v.GenericSchema>(
  schema: S,
  folder: string,
  ...parts: readonly string[]
): v.InferOutput<S> {
  return parseJson(schema, new TextDecoder().decode(readBytes(folder, ...parts)), inside(folder, ...parts));
}

/** The same; undefined where there is no such file. */
export function readSavedIfAny<S extends v.GenericSchema>(
  schema: S,
  folder: string,
  ...parts: readonly string[]
): v.InferOutput<S> | undefined {
  return isThere(inside(folder, ...parts)) ? readSaved(schema, folder, ...parts) : undefined;
}

/** The names in a folder of a folder, sorted; none where it does not exist. @throws bad-file where it is no folder */
export function namesIn(folder: string, ...parts: readonly string[]): string[] {
  const path = inside(folder, ...parts);
  return isThere(path) ? reading(path, () => readdirSync(path)).sort() : [];
}
