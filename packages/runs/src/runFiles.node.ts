/** The files of a run directory: their paths, and what reads them. */
import { AgonError, faultOfFileName, nearest, parseJson, wholeNumber } from '@agon/core';
import { inside } from '@agon/core/node';
import { readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { liveGamesSchema, type LiveGame } from '@agon/learning';
import { readLines } from './jsonLines.js';
import { parseReplay, type Replay } from './replay.js';
import {
  metricsLineSchema,
  runConfigSchema,
  type ListedRun,
  type MetricsLine,
  type RunConfig,
  type RunStatus,
  type RunSummary,
  trialLineSchema,
  type TrialLine,
} from './run.js';
import { isLocked } from './runLock.node.js';
import {
  isThere,
  namesIn,
  readBytes,
  readingFault,
  readSaved,
  readSavedIfAny,
  withFile,
} from './savedFile.node.js';
import { STATE_FORMAT } from './stateStore.node.js';

/** Names inside a run directory. */
const RUN_FILES = {
  config: 'config.json',
  command: 'command.txt',
  metrics: 'metrics.jsonl',
  status: 'status.json',
  checkpoints: 'checkpoints',
  state: 'state',
  replays: 'replays',
  live: 'live.json',
  trials: 'trials.jsonl',
} as const;

/** Paths inside a run directory. */
export const runPaths = (directory: string): Record<keyof typeof RUN_FILES, string> => {
  const paths = Object.entries(RUN_FILES).map(([key, name]) => [key, join(directory, name)]);
  return Object.fromEntries(paths) as Record<keyof typeof RUN_FILES, string>;
};

/** `status.json`: how the last sitting ended. A running or killed sitting has none. */
export interface StatusFile {
  status: Exclude<RunStatus, 'running' | 'damaged'>;
  step: number;
  error?: string;
}

const statusSchema = v.object({
  status: v.picklist(['finished', 'interrupted', 'failed']),
  step: wholeNumber,
  error: v.exactOptional(v.string()),
}) satisfies v.GenericSchema<unknown, StatusFile>;

/** @throws bad-file where a file or folder of a run is a link that leads out of it: what is written there would land elsewhere */
export function checkRunFiles(directory: string): void {
  for (const name of Object.values(RUN_FILES)) inside(directory, name);
}

/** The steps in names like "12000.json", increasing. */
export function stepsOf(names: readonly string[], ending: string): number[] {
  const steps = names.filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length));
  return steps
    .filter((step) => /^(0|[1-9]\d*)$/.test(step) && Number.isSafeInteger(Number(step)))
    .map(Number)
    .sort((a, b) => a - b);
}

/** How the names of weights and of replays end; the step stands before it. */
export const WEIGHTS = '.safetensors';
export const REPLAY = '.json';

/** Any of these in a folder says that it is a run, whatever became of the others. */
const MARKS = [RUN_FILES.config, RUN_FILES.metrics, RUN_FILES.state, RUN_FILES.checkpoints];

/** Whether a name is that of a run in a folder. Names that begin with a dot are being built. */
export function isRun(runsDir: string, name: string): boolean {
  if (name.startsWith('.') || faultOfFileName(name) !== undefined) return false;
  return MARKS.some((mark) => isThere(join(runsDir, name, mark)));
}

/** The names of the runs in a folder, sorted; none where the folder does not exist. */
export const runNames = (runsDir: string): string[] =>
  namesIn(runsDir).filter((name) => isRun(runsDir, name));

/** The directory of a run. @throws not-found with the nearest name */
export function runDirectory(runsDir: string, name: string): string {
  if (isRun(runsDir, name)) return join(runsDir, name);
  const names = runNames(runsDir);
  const near = nearest(name, names);
  const list =
    names.length > 10 ? `${names.slice(0, 10).join(', ')}, and ${names.length - 10} more` : names.join(', ');
  const known = names.length ? `There are: ${list}.` : 'There are none yet; `agon train` makes one.';
  const hint = near ? `did you mean "${near}"? ` : '';
  throw new AgonError('not-found', `there is no run "${name}" in ${runsDir}; ${hint}${known}`, {
    details: { name, names },
  });
}

/** A run's `config.json`, with the name of its folder: a run is the folder that was named. @throws not-found, bad-file */
export function readConfig(runsDir: string, name: string): RunConfig {
  return { ...readSaved(runConfigSchema, runDirectory(runsDir, name), RUN_FILES.config), name };
}

/** A line of `metrics.jsonl`. @throws bad-file */
export const parseMetrics = (line: string, where: string): MetricsLine =>
  parseJson(metricsLineSchema, line, where);

/** Those of the lines that are whole. */
function metricsIn(bytes: Uint8Array, path: string): { lines: MetricsLine[]; faults: string[] } {
  const lines: MetricsLine[] = [];
  const { faults } = readLines(bytes, path, (text, where) => lines.push(parseMetrics(text, where)));
  return { lines, faults };
}

/**
 * The whole lines of a run's `metrics.jsonl`; a torn last line is left out. Damaged lines are left out and told.
 * @throws not-found, bad-file where there is something else in the file's place
 */
export function readMetrics(runsDir: string, name: string, onFault?: (text: string) => void): MetricsLine[] {
  const directory = runDirectory(runsDir, name);
  const path = inside(directory, RUN_FILES.metrics);
  if (!isThere(path)) return [];
  const { lines, faults } = metricsIn(readBytes(directory, RUN_FILES.metrics), path);
  for (const fault of faults) onFault?.(fault);
  return lines;
}

/** How much of a metrics file's end a summary reads. */
export const TAIL_BYTES = 1 << 17;
const NEWLINE = 10;

/** The last lines of a metrics file, those that are whole. @param most bytes at most */
export function tailOfMetrics(directory: string, most: number = TAIL_BYTES): MetricsLine[] {
  const path = inside(directory, RUN_FILES.metrics);
  if (!isThere(path)) return [];
  return withFile(path, (file, size) => {
    const start = Math.max(0, size - most);
    const bytes = Buffer.alloc(size - start);
    const read = bytes.subarray(0, readSync(file, bytes, 0, bytes.length, start));
    const whole = start === 0 ? read : read.subarray(read.indexOf(NEWLINE) + 1);
    return metricsIn(whole, path).lines;
  });
}

/** What a list tells of a state; who resumes from it looks at the rest. */
const stateSchema = v.object({ format: v.pipe(wholeNumber, v.maxValue(STATE_FORMAT)), step: wholeNumber });

/**
 * A run and what it has made. What is wrong with one of its files is told, and the others are read all the same.
 * @param tailOf the last lines of its metrics, of which the last values are taken
 * @throws not-found; bad-file where its config cannot be read
 */
export function readRun(
  runsDir: string,
  name: string,
  tailOf: (directory: string, config: RunConfig) => MetricsLine[] = (directory) => tailOfMetrics(directory),
): RunSummary {
  const directory = runDirectory(runsDir, name);
  const config = readConfig(runsDir, name);
  const damage: string[] = [];
  const attempt = <T>(otherwise: T, read: () => T, still: string): T => {
    try {
      return read();
    } catch (error) {
      damage.push(`${readingFault(error)} ${still}`);
      return otherwise;
    }
  };
  const isRunning = isLocked(directory);
  const file = attempt(
    undefined,
    () => readSavedIfAny(statusSchema, directory, RUN_FILES.status),
    'It says how the last training ended, and is written anew by the next.',
  );
  const state = attempt(
    undefined,
    () => readSavedIfAny(stateSchema, directory, RUN_FILES.state, 'manifest.json'),
    'The run cannot be resumed without it; its agents still play.',
  );
  const lines = attempt([], () => tailOf(directory, config), 'There are no curves without it.');
  const checkpoints = attempt(
    [],
    () => stepsOf(namesIn(directory, RUN_FILES.checkpoints), WEIGHTS),
    'Its agents are not there without it.',
  );
  const replays = attempt(
    [],
    () => stepsOf(namesIn(directory, RUN_FILES.replays), REPLAY),
    'Its replays are not there without it.',
  );
  const { step: lastStep = 0, ...last } = Object.assign({}, ...lines) as Partial<MetricsLine>;
  const summary: RunSummary = {
    name,
    config,
    status: isRunning ? 'running' : damage.length > 0 ? 'damaged' : (file?.status ?? 'interrupted'),
    step: Math.max(lastStep, state?.step ?? 0),
    stateStep: state?.step ?? null,
    checkpoints,
    replays: replays.map((step) => `${step}${REPLAY}`),
    last: last as Record<string, number>,
  };
  if (file?.status === 'failed' && !isRunning && file.error !== undefined) summary.error = file.error;
  if (damage.length > 0) summary.damage = damage;
  return summary;
}

/** When a run was last written, in milliseconds since 1970; 0 where nobody knows. */
function writtenAt(runsDir: string, name: string): number {
  const { metrics, config } = runPaths(join(runsDir, name));
  for (const path of [metrics, config]) {
    try {
      return statSync(path).mtimeMs;
    } catch {
      continue; // it is damaged or not there: the other one knows
    }
  }
  return 0;
}

/** A run by its name: one that cannot be read hides none of the others. @param tailOf see `readRun` @throws not-found */
export function listRun(
  runsDir: string,
  name: string,
  tailOf?: (directory: string, config: RunConfig) => MetricsLine[],
): ListedRun {
  try {
    return readRun(runsDir, name, tailOf);
  } catch (error) {
    if (error instanceof AgonError && error.code === 'not-found') throw error;
    const fault = readingFault(error);
    const still = `Without its ${RUN_FILES.config} nobody can say what the run is; put back a copy of that file. All else in its folder is as it was.`;
    return { name, config: null, status: 'damaged', damage: [`${fault} ${still}`] };
  }
}

/** All runs in a folder, the most recently written first. */
export function listRuns(runsDir: string): ListedRun[] {
  const names = runNames(runsDir).map((name) => [name, writtenAt(runsDir, name)] as const);
  return names
    .sort((a, b) => b[1] - a[1])
    .flatMap(([name]) => {
      try {
        return [listRun(runsDir, name)];
      } catch (error) {
        if (error instanceof AgonError && error.code === 'not-found') return []; // removed meanwhile
        throw error;
      }
    });
}

/** One replay of a run, played by the run that the folder names. `file` is a name from `RunSummary.replays`. @throws not-found, bad-file */
export function readReplay(runsDir: string, name: string, file: string): Replay {
  const directory = runDirectory(runsDir, name);
  const steps = stepsOf(namesIn(directory, RUN_FILES.replays), REPLAY);
  if (!steps.some((step) => `${step}${REPLAY}` === file)) {
    const known = steps.map((step) => `${step}${REPLAY}`).join(', ') || 'none yet';
    throw new AgonError('not-found', `run "${name}" has no replay "${file}". It has: ${known}.`);
  }
  const text = new TextDecoder().decode(readBytes(directory, RUN_FILES.replays, file));
  const replay = parseReplay(text, join(directory, RUN_FILES.replays, file));
  const players = replay.players.map((player) => player.replace(/^runs\/[^@]+/, `runs/${name}`));
  return { ...replay, players };
}

/** The weights of a step. @throws bad-file where they cannot be read */
export const readWeights = (directory: string, step: number): Uint8Array =>
  readBytes(directory, RUN_FILES.checkpoints, `${step}${WEIGHTS}`);

/** The steps of the kept weights, increasing. @throws not-found, bad-file */
export const checkpointSteps = (runsDir: string, name: string): number[] =>
  stepsOf(namesIn(runDirectory(runsDir, name), RUN_FILES.checkpoints), WEIGHTS);

/** The self-play games of a run as they are played; none where it is not being trained. @throws not-found */
export function readLiveGamesOf(runsDir: string, name: string): LiveGame[] {
  return readSavedIfAny(liveGamesSchema, runDirectory(runsDir, name), RUN_FILES.live) ?? [];
}

/** The trials of a search that are known; damaged lines are left out. None where the run is no search. @throws not-found, bad-file */
export function readTrials(runsDir: string, name: string): TrialLine[] {
  const directory = runDirectory(runsDir, name);
  const path = inside(directory, RUN_FILES.trials);
  if (!isThere(path)) return [];
  const lines: TrialLine[] = [];
  readLines(readBytes(directory, RUN_FILES.trials), path, (text, where) =>
    lines.push(parseJson(trialLineSchema, text, where)),
  );
  return lines;
}
