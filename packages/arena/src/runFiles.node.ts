/** The files of a run directory: their paths, and what reads them. */
import { AgonError, nearest } from '@agon/core';
import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { LiveGame } from '@agon/agents';
import { nodeDisk } from './disk.node.js';
import { readLiveFile } from './liveFile.node.js';
import { parseReplay, type Replay } from './replay.js';
import type { MetricsLine, RunConfig, RunStatus, RunSummary } from './run.js';
import { isLocked } from './runLock.node.js';
import { StateStore, type StateManifest } from './stateStore.node.js';

/** Paths inside a run directory. */
export const runPaths = (directory: string) => ({
  config: join(directory, 'config.json'),
  command: join(directory, 'command.txt'),
  metrics: join(directory, 'metrics.jsonl'),
  status: join(directory, 'status.json'),
  checkpoints: join(directory, 'checkpoints'),
  state: join(directory, 'state'),
  replays: join(directory, 'replays'),
  live: join(directory, 'live.json'),
});

/** `status.json`: how the last sitting ended. A running or killed sitting has none. */
export interface StatusFile {
  status: Exclude<RunStatus, 'running'>;
  step: number;
  error?: string;
}

/** The steps in names like "12000.json", increasing. */
export function stepsOf(names: readonly string[], ending: string): number[] {
  const steps = names.filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length));
  return steps
    .filter((step) => /^\d+$/.test(step))
    .map(Number)
    .sort((a, b) => a - b);
}

/** How the names of weights and of replays end; the step stands before it. */
export const WEIGHTS = '.safetensors';
export const REPLAY = '.json';

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new AgonError('bad-file', `${path} cannot be read: ${(cause as Error).message}.`, { cause });
  }
}

/** The names of the runs in a folder, sorted; none where the folder does not exist. */
function runNames(runsDir: string): string[] {
  return nodeDisk
    .list(runsDir)
    .filter((name) => !name.startsWith('.') && existsSync(runPaths(join(runsDir, name)).config));
}

/** The directory of a run. @throws not-found with the nearest name */
export function runDirectory(runsDir: string, name: string): string {
  const names = runNames(runsDir);
  if (names.includes(name)) return join(runsDir, name);
  const near = nearest(name, names);
  const list =
    names.length > 10 ? `${names.slice(0, 10).join(', ')}, and ${names.length - 10} more` : names.join(', ');
  const known = names.length ? `There are: ${list}.` : 'There are none yet; `agon train` makes one.';
  const hint = near ? `did you mean "${near}"? ` : '';
  throw new AgonError('not-found', `there is no run "${name}" in ${runsDir}; ${hint}${known}`, {
    details: { name, names },
  });
}

/** A run's `config.json`; its name is that of the folder, which may have been copied or renamed. @throws not-found, bad-file */
export function readConfig(runsDir: string, name: string): RunConfig {
  const path = runPaths(runDirectory(runsDir, name)).config;
  const config = readJson(path) as RunConfig;
  if (config.format !== 1) {
    throw new AgonError('bad-file', `${path} has format ${String(config.format)}; this agon reads format 1.`);
  }
  return { ...config, name };
}

/**
 * Lines of JSON text; a last line without its newline (being written, or torn by a crash) is left out.
 * @throws bad-file
 */
function parseLines(text: string, path: string): MetricsLine[] {
  const end = text.lastIndexOf('\n');
  if (end < 0) return [];
  const parse = (line: string): MetricsLine => {
    try {
      return JSON.parse(line) as MetricsLine;
    } catch (cause) {
      throw new AgonError('bad-file', `${path} has a line that is no JSON: ${line.slice(0, 80)}`, { cause });
    }
  };
  return text.slice(0, end).split('\n').map(parse);
}

/** All lines of a run's `metrics.jsonl`; a torn last line is left out. @throws not-found */
export function readMetrics(runsDir: string, name: string): MetricsLine[] {
  const path = runPaths(runDirectory(runsDir, name)).metrics;
  return existsSync(path) ? parseLines(readFileSync(path, 'utf8'), path) : [];
}

/** How much of a metrics file's end a summary reads. */
const TAIL_BYTES = 1 << 17;

/** The last lines of a metrics file. */
function tailOfMetrics(path: string): MetricsLine[] {
  if (!existsSync(path)) return [];
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const start = Math.max(0, size - TAIL_BYTES);
    const bytes = Buffer.alloc(size - start);
    const text = bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, start));
    return parseLines(start === 0 ? text : text.slice(text.indexOf('\n') + 1), path);
  } finally {
    closeSync(file);
  }
}

/** A run as lists show it. @throws not-found, bad-file */
export function readRun(runsDir: string, name: string): RunSummary {
  const directory = runDirectory(runsDir, name);
  const paths = runPaths(directory);
  const config = readConfig(runsDir, name);
  const file = readStatus(paths.status);
  const { manifest, damage } = readManifest(paths.state);
  const last: Record<string, number> = {};
  for (const line of tailOfMetrics(paths.metrics)) Object.assign(last, line);
  const { step: lastStep = 0, ...metrics } = last;
  const summary: RunSummary = {
    config,
    status: isLocked(directory) ? 'running' : (file?.status ?? 'interrupted'),
    step: Math.max(lastStep, manifest?.step ?? 0),
    stateStep: manifest?.step ?? null,
    checkpoints: stepsOf(nodeDisk.list(paths.checkpoints), WEIGHTS),
    replays: stepsOf(nodeDisk.list(paths.replays), REPLAY).map((step) => `${step}${REPLAY}`),
    last: metrics,
  };
  const error = damage ?? (summary.status === 'failed' ? file?.error : undefined);
  if (damage !== undefined) summary.status = 'failed';
  if (error !== undefined) summary.error = error;
  return summary;
}

/** `status.json`; undefined where there is none: a sitting that begins takes it away. */
function readStatus(path: string): StatusFile | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as StatusFile;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new AgonError('bad-file', `${path} cannot be read: ${(cause as Error).message}.`, { cause });
  }
}

/** The manifest of a state, or what is wrong with it: one damaged run must not hide the others of a list. */
function readManifest(directory: string): { manifest?: StateManifest; damage?: string } {
  try {
    return { manifest: new StateStore(nodeDisk, directory).manifest() };
  } catch (error) {
    if (!(error instanceof AgonError) || error.code !== 'bad-checkpoint') throw error;
    return { damage: error.message };
  }
}

/** All runs in a folder, the most recently written first. */
export function listRuns(runsDir: string): RunSummary[] {
  const written = (name: string): number => {
    const { metrics, config } = runPaths(join(runsDir, name));
    return statSync(existsSync(metrics) ? metrics : config).mtimeMs;
  };
  const names = runNames(runsDir).map((name) => [name, written(name)] as const);
  return names.sort((a, b) => b[1] - a[1]).map(([name]) => readRun(runsDir, name));
}

/** One replay of a run, played by the run that the folder names. `file` is a name from `RunSummary.replays`. @throws not-found, bad-file */
export function readReplay(runsDir: string, name: string, file: string): Replay {
  const directory = runPaths(runDirectory(runsDir, name)).replays;
  if (!nodeDisk.list(directory).includes(file)) {
    const known = readRun(runsDir, name).replays.join(', ') || 'none yet';
    throw new AgonError('not-found', `run "${name}" has no replay "${file}". It has: ${known}.`);
  }
  const replay = parseReplay(readFileSync(join(directory, file), 'utf8'));
  const players = replay.players.map((player) => player.replace(/^runs\/[^@]+/, `runs/${name}`));
  return { ...replay, players };
}

/** The self-play games of a run as they are played; none where it is not being trained. @throws not-found */
export function readLiveGamesOf(runsDir: string, name: string): LiveGame[] {
  return readLiveFile(runPaths(runDirectory(runsDir, name)).live);
}
