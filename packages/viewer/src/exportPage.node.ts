/** The page as a folder of files for any file server: agents of the zoo, chosen runs and tournaments, no server of ours. */
import { AgonError, formatBytes } from '@agon/core';
import { inside, makeFolder } from '@agon/core/node';
import { dataFolder } from '@agon/data/node';
import { isReadable, isSearch, type ListedRun, type RunSummary } from '@agon/runs';
import { entryOf, tournamentDirectory, writeFile } from '@agon/runs/node';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { apiRoutes } from './api.node.js';
import type { DatasetFiles, ServedDataset } from './datasetFiles.js';
import { CONTENT_SECURITY_POLICY } from './security.node.js';
import { builtPage } from './server.node.js';
import type { RunsAnswer } from './runsAnswer.js';
import { STATIC_META, staticPath } from './staticPath.js';
import type { TournamentView } from './tournamentView.js';

/** What is exported, and where to. */
export interface PageExportOptions {
  /** The folder to write; it must not exist, be empty, or hold an exported page. */
  directory: string;
  runsDir: string;
  /** All agents in them are exported. */
  zooDirs: readonly string[];
  /** The folder of fetched datasets, of which those are exported that may be passed on. Default: the user's cache. */
  dataDir?: string;
  /** Names of runs: with their curves, replays and last weights. */
  runs: readonly string[];
  /** Names of tournaments, with all their games. */
  tournaments: readonly string[];
}

/** What was written. */
export interface PageExport {
  files: number;
  bytes: number;
  /** What was left out because it is damaged, each with its path and what is wrong. */
  leftOut: string[];
  /** The datasets that it does not carry, and why, each a sentence. */
  withoutData: string[];
}

/** Writes the answers of the API where `staticPath` says. */
class AnswerWriter {
  readonly written: PageExport = { files: 0, bytes: 0, leftOut: [], withoutData: [] };
  private readonly directory: string;
  private readonly api: ReturnType<typeof apiRoutes>;

  constructor({ directory, runsDir, zooDirs, dataDir = dataFolder() }: PageExportOptions) {
    this.directory = directory;
    this.api = apiRoutes({ runsDir, zooDirs, dataDir, closing: new AbortController().signal });
  }

  /** @param path below "api/", percent-encoded @throws AgonError with the answer's own words */
  async get(path: string): Promise<Uint8Array> {
    const response = await this.api.request(`/${path}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (response.ok) return bytes;
    const { error } = JSON.parse(new TextDecoder().decode(bytes)) as {
      error: { code: AgonError['code']; message: string };
    };
    throw new AgonError(error.code, error.message);
  }

  async getJson<T>(path: string): Promise<T> {
    return JSON.parse(new TextDecoder().decode(await this.get(path))) as T;
  }

  /** The same; undefined where its file is damaged, which is noted. */
  private async getIfWhole(path: string): Promise<Uint8Array | undefined> {
    try {
      return await this.get(path);
    } catch (error) {
      if (!(error instanceof AgonError) || error.code === 'internal') throw error;
      this.written.leftOut.push(error.message);
      return undefined;
    }
  }

  /** Writes an answer, or `changed` in its place. What is damaged is left out and noted. */
  async write(path: string, changed?: unknown): Promise<void> {
    const bytes =
      changed === undefined ? await this.getIfWhole(path) : new TextEncoder().encode(JSON.stringify(changed));
    if (bytes !== undefined) this.put(path, bytes);
  }

  /** Writes an answer packed. @throws AgonError with the answer's own words */
  async writePacked(path: string): Promise<void> {
    this.put(path, gzipSync(await this.get(path)));
  }

  private put(path: string, bytes: Uint8Array): void {
    const file = inside(this.directory, ...staticPath(`api/${path}`).split('/').map(decodeURIComponent));
    makeFolder(dirname(file));
    writeFile(file, bytes);
    this.written.files++;
    this.written.bytes += bytes.length;
  }
}

const encode = encodeURIComponent;

/** A run as it stands in a page without a server: nothing of it goes on, and only its last weights are there. */
const frozen = (run: RunSummary): RunSummary => ({
  ...run,
  status: run.status === 'running' ? 'interrupted' : run.status,
  checkpoints: run.checkpoints.slice(-1),
});

async function writeRuns(writer: AnswerWriter, { runs }: PageExportOptions): Promise<void> {
  const all: RunSummary[] = [];
  for (const name of runs) {
    const run = frozen(await writer.getJson<RunSummary>(`runs/${encode(name)}`));
    all.push(run);
    const parts = [
      'metrics',
      'curve',
      ...(isSearch(run.config) ? ['trials'] : []),
      ...run.replays.map((file) => `replays/${encode(file)}`),
      ...run.checkpoints.map((step) => `checkpoints/${step}`),
    ];
    await writer.write(`runs/${encode(name)}`, run);
    for (const part of parts) await writer.write(`runs/${encode(name)}/${part}`);
  }
  const newestFirst = all.sort((a, b) => b.config.created.localeCompare(a.config.created));
  await writer.write('runs', { runs: newestFirst.map(entryOf), isWhole: true } satisfies RunsAnswer);
}

async function writeTournaments(writer: AnswerWriter, { tournaments }: PageExportOptions): Promise<void> {
  const summaries = [];
  for (const name of tournaments) {
    const path = `tournaments/${encode(name)}`;
    const read = await writer.getJson<TournamentView>(path);
    const view: TournamentView = { ...read, status: read.status === 'running' ? 'interrupted' : read.status };
    await writer.write(path, view);
    for (const { id } of view.games) await writer.write(`${path}/games/${encode(id)}`);
    const { env, agents, played, total, status, created, damage } = view;
    summaries.push({ name, env, agents, played, total, status, created, damage });
  }
  await writer.write('tournaments', summaries);
}

async function writeZoo(writer: AnswerWriter): Promise<void> {
  const agents = await writer.getJson<{ name: string; error?: string }[]>('zoo');
  for (const { error } of agents) if (error !== undefined) writer.written.leftOut.push(error);
  const whole = agents.filter(({ error }) => error === undefined);
  await writer.write('zoo', whole);
  for (const { name } of whole) {
    await writer.write(`zoo/${encode(name)}`);
    await writer.write(`zoo/${encode(name)}/weights`);
  }
}

/** Datasets that may be passed on, packed; for the others the page says how they are had. */
async function writeDatasets(writer: AnswerWriter): Promise<void> {
  const { withoutData } = writer.written;
  const listed: ServedDataset[] = [];
  for (const dataset of await writer.getJson<ServedDataset[]>('datasets')) {
    const { id, licence, bytes, mayShip, present } = dataset;
    if (!mayShip) withoutData.push(`dataset "${id}": its licence, ${licence}, asks for more than a page can promise. Readers fetch it: agon data get ${id}`); // prettier-ignore
    else if (!present) withoutData.push(`dataset "${id}": it is not here. Fetch it and export again: agon data get ${id} (${formatBytes(bytes)})`); // prettier-ignore
    const isCarried = mayShip && present && (await writeDataset(writer, id));
    listed.push({ ...dataset, present: isCarried });
  }
  await writer.write('datasets', listed);
}

/** @returns whether it is whole; what is damaged is noted */
async function writeDataset(writer: AnswerWriter, id: string): Promise<boolean> {
  const path = `datasets/${encode(id)}`;
  try {
    const { files } = await writer.getJson<DatasetFiles>(path);
    for (const file of files) {
      const name = `${path}/files/${encode(file.path)}`;
      await (file.path.endsWith('.gz') ? writer.write(name) : writer.writePacked(name));
    }
    await writer.write(path);
    return true;
  } catch (error) {
    if (!(error instanceof AgonError) || error.code === 'internal') throw error;
    writer.written.leftOut.push(error.message);
    return false;
  }
}

/** @throws bad-file where nothing is known of a run */
function requireReadable(run: ListedRun): void {
  if (!isReadable(run)) throw new AgonError('bad-file', run.damage.join(' '));
}

/** Makes room for the page; throws rather than remove what is not ours. @throws bad-option */
function prepare(directory: string): void {
  const index = join(directory, 'index.html');
  const isOurs = existsSync(index) && readFileSync(index, 'utf8').includes(STATIC_META);
  if (existsSync(directory) && readdirSync(directory).length > 0 && !isOurs) {
    const text = `${directory} is not empty and holds no exported page; give a new folder to --page.`;
    throw new AgonError('bad-option', text);
  }
  for (const part of ['assets', 'data', 'index.html']) {
    rmSync(join(directory, part), { recursive: true, force: true });
  }
  makeFolder(directory);
}

/**
 * Writes the page and its data. The folder can be served by any file server, under any path; opened as a file it does not
 * work, since browsers load no modules so.
 * @throws bad-option; not-found (a run or a tournament, or the built page); bad-file where nothing is known of one that was named
 */
export async function exportPage(options: PageExportOptions): Promise<PageExport> {
  const { directory, runs, tournaments, runsDir } = options;
  const page = builtPage();
  const writer = new AnswerWriter(options);
  // Before anything is written: whoever named a run or a tournament that cannot be read hears so.
  for (const name of runs) requireReadable(await writer.getJson<ListedRun>(`runs/${encode(name)}`));
  for (const name of tournaments) {
    tournamentDirectory(runsDir, name);
    await writer.get(`tournaments/${encode(name)}`);
  }
  prepare(directory);
  cpSync(join(page, 'assets'), join(directory, 'assets'), { recursive: true });
  await writeZoo(writer);
  await writeDatasets(writer);
  await writeRuns(writer, options);
  await writeTournaments(writer, options);
  const head = [
    `<meta http-equiv="Content-Security-Policy" content="${CONTENT_SECURITY_POLICY}" />`,
    `<meta name="${STATIC_META}" content="true" />`,
  ];
  const html = readFileSync(join(page, 'index.html'), 'utf8').replace(
    '<head>',
    `<head>\n    ${head.join('\n    ')}`,
  );
  writeFile(join(directory, 'index.html'), new TextEncoder().encode(html));
  const assets = readdirSync(join(page, 'assets'));
  const size = assets.reduce(
    (sum, name) => sum + readFileSync(join(page, 'assets', name)).length,
    html.length,
  );
  const { files, bytes, leftOut, withoutData } = writer.written;
  return { files: files + assets.length + 1, bytes: bytes + size, leftOut, withoutData };
}
