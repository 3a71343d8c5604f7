/** Fetches datasets into the cache. */
import { AgonError, formatBytes, isSystemError, systemErrorText } from '@agon/core';
import { inside, makeFolder } from '@agon/core/node';
import { mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Fetching } from '../dataset.js';
import { describeDataset, fetchingOf, type DatasetInfo } from '../registry.js';
import {
  dataFolder,
  MANIFEST,
  readChecked,
  readManifest,
  sha256,
  type Manifest,
} from './cacheFolder.node.js';
import { getFiles, type Got } from './holders.node.js';

/** Folders in which a dataset is put together: this, its id, the process, and something random. */
const UNFINISHED = '.unfinished';
/** Times that another process's folder is found in the way before something is wrong. */
const MOST_TRIES = 10;

/** What is made of the files that were fetched, where it is not they that are kept; by the dataset's id, loaded when it is needed. */
const PREPARATIONS: Readonly<Record<string, () => Promise<(got: Got) => Promise<Got>>>> = {
  brown: async () => (await import('./joinDocuments.node.js')).joinDocuments,
  emoji: async () => (await import('../emoji/drawEmoji.node.js')).drawEmoji,
  spam: async () => (await import('./joinDocuments.node.js')).joinDocuments,
};

interface FetchOptions {
  /** The folder of the cache. */
  readonly cache?: string;
  /** Is told what happens, in sentences. */
  say?(text: string): void;
  readonly signal?: AbortSignal;
}

/** What is fetched, as the registry has it. */
export interface Fetchable extends Pick<DatasetInfo, 'id' | 'licence' | 'source'> {
  readonly fetching: Fetching;
}

function fetchable(id: string): Fetchable {
  const fetching = fetchingOf(id);
  if (fetching !== undefined) return { ...describeDataset(id), fetching };
  throw new AgonError(
    'unsupported',
    `dataset "${id}" is not fetched: it needs nothing but agon, or is yours. See it: agon data show ${id}`,
  );
}

/** Whether a dataset seems to be in the cache, in the version that is wanted: its files are not looked at. @throws not-found, unsupported */
export const isThere = (id: string, cache = dataFolder()): boolean =>
  manifestIn(cache, fetchable(id)) !== undefined;

/** The manifest of a dataset in the version that is wanted; undefined where there is none that can be read. */
function manifestIn(cache: string, { id, fetching }: Fetchable): Manifest | undefined {
  try {
    const manifest = readManifest(cache, id);
    return manifest?.version === fetching.version ? manifest : undefined;
  } catch (error) {
    if (error instanceof AgonError) return undefined;
    throw error;
  }
}

/** Whether a dataset is in the cache, whole and in the version that is wanted. @throws not-found, unsupported */
export const isWhole = (id: string, cache = dataFolder()): boolean => isWholeIn(cache, fetchable(id));

function isWholeIn(cache: string, wanted: Fetchable): boolean {
  const manifest = manifestIn(cache, wanted);
  if (manifest === undefined) return false;
  try {
    for (const { path } of manifest.files) readChecked(cache, manifest, path);
    return true;
  } catch (error) {
    if (error instanceof AgonError) return false;
    throw error;
  }
}

/**
 * Fetches a dataset, unless it is here and whole.
 * @returns whether there was something to fetch
 * @throws not-found with what to do; unsupported where there is nothing to fetch
 */
export const fetchDataset = (id: string, options: FetchOptions = {}): Promise<boolean> =>
  fetchInto(options.cache ?? dataFolder(), fetchable(id), options);

/**
 * The same. The dataset is put together beside its place and moved there in one step, so that a fetch that is cut off leaves nothing
 * half, and two at once do not disturb each other.
 */
export async function fetchInto(
  cache: string,
  wanted: Fetchable,
  options: FetchOptions = {},
): Promise<boolean> {
  if (isWholeIn(cache, wanted)) return false;
  const folder = makeUnfinished(cache, wanted);
  try {
    const got = await tryWays(wanted, folder, options);
    const prepare = Object.hasOwn(PREPARATIONS, wanted.id) ? await PREPARATIONS[wanted.id]() : undefined;
    options.say?.(prepare ? 'preparing' : 'writing');
    await write(inside(folder, wanted.id), prepare ? await prepare(got) : got, wanted);
    options.signal?.throwIfAborted();
    putInPlace(inside(folder, wanted.id), cache, wanted);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return true;
}

/** Why a place is no place for a cache, whatever is put there. */
const NO_PLACE = new Set([
  'EACCES',
  'EEXIST',
  'ELOOP',
  'ENAMETOOLONG',
  'ENOENT',
  'ENOTDIR',
  'EPERM',
  'EROFS',
]);

/** A new folder in the cache, to put a dataset together. @throws bad-option where the cache cannot be there */
function makeUnfinished(cache: string, { id }: Fetchable): string {
  try {
    makeFolder(cache);
    removeLeftovers(cache);
    return mkdtempSync(join(cache, `${UNFINISHED}-${id}-${process.pid}-`));
  } catch (cause) {
    if (!isSystemError(cause) || !NO_PLACE.has(cause.code)) throw cause;
    throw new AgonError(
      'bad-option',
      `datasets cannot be kept in ${cache}: ${systemErrorText(cause)}. Set AGON_DATA to a folder that can be made and written.`,
      { cause },
    );
  }
}

async function tryWays({ id, fetching }: Fetchable, folder: string, options: FetchOptions): Promise<Got> {
  const faults: AgonError[] = [];
  for (const way of fetching.ways) {
    try {
      const got: Got = new Map();
      for (const holder of way) {
        options.say?.(`${holder.kind}: ${holder.name}`);
        const parts = await getFiles(holder, mkdtempSync(join(folder, 'from-')), options.signal);
        for (const [name, bytes] of parts) got.set(name, bytes);
      }
      check(fetching, got);
      return got;
    } catch (error) {
      if (!(error instanceof AgonError)) throw error;
      faults.push(error);
    }
  }
  const why = faults.map(({ message }) => message).join(' ');
  throw new AgonError(
    'not-found',
    `dataset "${id}" (${formatBytes(fetching.bytes)}) cannot be fetched: ${why}`,
    {
      cause: faults[0],
    },
  );
}

/** @throws not-found where a file is not the one that is meant */
function check({ sha256: known = {} }: Fetching, got: Got): void {
  for (const [name, checksum] of Object.entries(known)) {
    const bytes = got.get(name);
    if (bytes !== undefined && sha256(bytes) === checksum) continue;
    throw new AgonError('not-found', `${name} is not the file that is meant: its checksum is another one.`);
  }
}

/** Writes the files and the manifest, synced. */
async function write(folder: string, got: Got, wanted: Fetchable): Promise<void> {
  const { id, licence, source, fetching } = wanted;
  const files: Manifest['files'] = [];
  for (const [path, bytes] of got) {
    await writeSynced(inside(folder, ...path.split('/')), bytes);
    files.push({ path, bytes: bytes.length, sha256: sha256(bytes) });
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const manifest: Manifest = { id, version: fetching.version, licence, source, files };
  await writeSynced(
    inside(folder, MANIFEST),
    new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`),
  );
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  makeFolder(dirname(path));
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Moves a finished folder to its place; what is there and damaged is taken away, what is there and whole stays. */
function putInPlace(made: string, cache: string, wanted: Fetchable): void {
  const place = inside(cache, wanted.id);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    try {
      renameSync(made, place);
      return;
    } catch (error) {
      if (!['ENOTEMPTY', 'EEXIST', 'EPERM', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? ''))
        throw error;
      if (isWholeIn(cache, wanted)) return; // another process was quicker
      moveAway(place, `${made}.old-${tries}`);
    }
  }
  throw new AgonError(
    'disk',
    `${place} cannot be replaced: something puts it there again and again. See what does.`,
  );
}

function moveAway(place: string, to: string): void {
  try {
    renameSync(place, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** Takes away what fetches left that were killed. */
function removeLeftovers(cache: string): void {
  for (const name of readdirSync(cache)) {
    const [, pid] = /^\.unfinished-.*-(\d+)-[^-]+$/.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid)))
      rmSync(join(cache, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
