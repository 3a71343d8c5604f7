/** The cache of fetched datasets: a folder for each, with a manifest of its files. */
import { AgonError, parseJson, wholeNumber } from '@agon/core';
import { inside } from '@agon/core/node';
import { createHash } from 'node:crypto';
import { lstatSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import * as v from 'valibot';
import { readingFile } from './readingFile.node.js';

export const MANIFEST = 'manifest.json';

const manifestSchema = v.object({
  id: v.string(),
  version: v.string(),
  licence: v.string(),
  source: v.string(),
  files: v.array(v.object({ path: v.string(), bytes: wholeNumber, sha256: v.string() })),
});
/** What lies in a dataset's folder. */
export type Manifest = v.InferOutput<typeof manifestSchema>;

/** AGON_DATA, or agon/data in the user's folder for caches. */
export function dataFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.AGON_DATA) return env.AGON_DATA;
  const { XDG_CACHE_HOME: caches = '' } = env;
  return join(isAbsolute(caches) ? caches : join(homedir(), '.cache'), 'agon', 'data');
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Whether something is there; nothing is where a file stands in a folder's place. */
function isSomethingAt(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return false;
    throw error;
  }
}

/** The manifest of a dataset's folder; undefined where there is none. @throws bad-file where it is damaged */
export function readManifest(cache: string, id: string): Manifest | undefined {
  const path = inside(cache, id, MANIFEST);
  if (!isSomethingAt(path)) return undefined;
  try {
    return parseJson(
      manifestSchema,
      readingFile(path, () => readFileSync(path, 'utf8')),
      path,
    );
  } catch (cause) {
    if (!(cause instanceof AgonError)) throw cause;
    throw fetchAgain(`${cause.message.replace(/\.$/, '')}.`, id, cause);
  }
}

/** The bytes of a file that the manifest names. @throws bad-file where it is not what was fetched */
export function readChecked(cache: string, { id, files }: Manifest, path: string): Uint8Array {
  const file = files.find((each) => each.path === path);
  if (file === undefined) {
    throw new AgonError('not-found', `dataset "${id}" has no file "${path}"; it has ${files.map((each) => each.path).join(', ')}.`); // prettier-ignore
  }
  const place = inside(cache, id, ...path.split('/'));
  if (!isSomethingAt(place)) throw fetchAgain(`${place} is no longer there.`, id);
  const { buffer, byteOffset, length } = readingFile(place, () => readFileSync(place));
  const bytes = new Uint8Array(buffer, byteOffset, length);
  if (bytes.length === file.bytes && sha256(bytes) === file.sha256) return bytes;
  throw fetchAgain(`${place} is damaged: it is not what was fetched.`, id);
}

function fetchAgain(text: string, id: string, cause?: unknown): AgonError {
  return new AgonError('bad-file', `${text} Fetch it again: agon data get ${id}`, { cause });
}
