/** Reads the files of runs, tournaments and the zoo: whatever is wrong with one is told with its path. */
import { AgonError, isSystemError, parseJson, systemErrorText } from '@agon/core';
import { inside } from '@agon/core/node';
import { closeSync, fstatSync, lstatSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import type * as v from 'valibot';

/** What the system says of a path that is not what it should be, in words. */
const WRONG_PATH: Record<string, string> = {
  EACCES: 'this user may not read it',
  EISDIR: 'it is a folder, not a file',
  ELOOP: 'it is a link that leads in a circle',
  ENOENT: 'it is not there',
  ENOTDIR: 'it is no folder, or lies in none',
  ENXIO: 'it is no ordinary file',
  EPERM: 'this user may not read it',
  ERR_FS_FILE_TOO_LARGE: 'it is too large',
  ERR_STRING_TOO_LONG: 'it is too large',
};

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';

/** What is wrong with a path that is read, with its name. What is wrong with the disk is thrown as the system says it. */
export function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const code = codeOf(cause);
    if (cause instanceof AgonError || !Object.hasOwn(WRONG_PATH, code)) throw cause;
    const text = `${path} cannot be read: ${WRONG_PATH[code]}.`;
    throw new AgonError('bad-file', text, { cause, details: { path, code } });
  }
}

/** What went wrong while files were read, in words: the files' fault or the disk's. @throws what is neither */
export function readingFault(error: unknown): string {
  if (error instanceof AgonError) return error.message;
  if (isSystemError(error)) return `${systemErrorText(error)}.`;
  throw error;
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

/** Calls `use` with an ordinary file that is open for reading. A pipe or a device, which might never end, is not opened. */
export function withFile<T>(path: string, use: (file: number, size: number) => T): T {
  return reading(path, () => {
    const found = statSync(path);
    if (!found.isFile()) {
      const what = found.isDirectory() ? 'a folder, not a file' : 'no ordinary file';
      throw new AgonError('bad-file', `${path} cannot be read: it is ${what}.`);
    }
    const file = openSync(path, 'r');
    try {
      return use(file, fstatSync(file).size);
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
