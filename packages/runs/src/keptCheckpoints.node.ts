/** The checkpoints that a run keeps on disk: a bounded number, and those that somebody names. */
import { AgonError } from '@agon/core';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { nodeDisk, replaceFileDurably } from './disk.node.js';
import { readConfig, REPLAY, runDirectory, runPaths, stepsOf, WEIGHTS } from './runFiles.node.js';
import { acquireLock } from './runLock.node.js';
import { keptSteps, type KeptNumber } from './thinning.js';
import { tournamentNames, tournamentPaths, tournamentsDir } from './tournamentFolder.node.js';

/** A run keeps at most so many checkpoints that nobody names; a quarter of them are the newest. */
export const MOST_CHECKPOINTS = 40;

const keptNumber = (most: number): KeptNumber => {
  const newest = Math.ceil(most / 4);
  return { newest, older: most - newest };
};

/** The file of a run with the steps that a person wants to keep, one a line. */
const keepFile = (directory: string): string => join(directory, 'keep.txt');

/** The steps in `keep.txt`; other lines count for nothing. */
function stepsToKeep(directory: string): number[] {
  const path = keepFile(directory);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => /^\s*\d+\s*$/.test(line)).map(Number);
}

/** The text of a file, whatever it holds; of one that cannot be read, which is another run's matter, nothing. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** The steps of a run that its replays, its `keep.txt`, other runs and tournaments of the same folder name. */
function namedSteps(directory: string): Set<number> {
  const runsDir = dirname(directory);
  const configs = [
    ...nodeDisk.list(runsDir).map((name) => runPaths(join(runsDir, name)).config),
    ...tournamentNames(runsDir).map((name) => tournamentPaths(join(tournamentsDir(runsDir), name)).config),
  ];
  const texts = configs.map(textOf);
  const prefix = `runs/${basename(directory)}@`;
  const named = texts.flatMap((text) =>
    text
      .split(prefix)
      .slice(1)
      .map((rest) => parseInt(rest)),
  );
  const replays = stepsOf(nodeDisk.list(runPaths(directory).replays), REPLAY);
  return new Set([...replays, ...stepsToKeep(directory), ...named]);
}

/** What thinning does with a run's checkpoints. */
export interface Thinned {
  /** The steps that stay. */
  kept: number[];
  /** The steps that go, and their bytes. */
  removed: number[];
  bytes: number;
}

/**
 * Removes checkpoints that are too many (see `keptSteps`) and that nobody names. The caller holds the run's lock.
 * @param every the run's `checkpointEvery`
 */
export function thinCheckpoints(
  directory: string,
  every: number,
  { most = MOST_CHECKPOINTS, dryRun = false } = {},
): Thinned {
  const { checkpoints } = runPaths(directory);
  const steps = stepsOf(nodeDisk.list(checkpoints), WEIGHTS);
  const regular = new Set(keptSteps(steps, every, keptNumber(most)));
  if (regular.size === steps.length) return { kept: steps, removed: [], bytes: 0 };
  const named = namedSteps(directory);
  const thinned: Thinned = { kept: [], removed: [], bytes: 0 };
  for (const step of steps) {
    if (regular.has(step) || named.has(step)) {
      thinned.kept.push(step);
      continue;
    }
    const path = join(checkpoints, `${step}${WEIGHTS}`);
    thinned.bytes += statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    thinned.removed.push(step);
    if (!dryRun) nodeDisk.remove(path);
  }
  return thinned;
}

/**
 * Thins the checkpoints of a run that is not being trained.
 * @param most how many are kept that nobody names
 * @throws not-found, bad-file; unsupported where a live process writes the run
 */
export function pruneRun(
  runsDir: string,
  name: string,
  { most = MOST_CHECKPOINTS, dryRun = false } = {},
): Thinned {
  const directory = runDirectory(runsDir, name);
  const { checkpointEvery } = readConfig(runsDir, name);
  const lock = acquireLock(directory);
  try {
    return thinCheckpoints(directory, checkpointEvery, { most, dryRun });
  } finally {
    lock.release();
  }
}

/** Has a checkpoint of a run kept for good. @throws not-found where there is no such run or checkpoint */
export function keepCheckpoint(runsDir: string, name: string, step: number): void {
  const directory = runDirectory(runsDir, name);
  const steps = stepsOf(nodeDisk.list(runPaths(directory).checkpoints), WEIGHTS);
  if (!steps.includes(step)) {
    const has = steps.length > 0 ? `It has ${steps.join(', ')}.` : 'It has none yet.';
    throw new AgonError('not-found', `run "${name}" has no checkpoint at step ${step}. ${has}`);
  }
  const kept = [...new Set([...stepsToKeep(directory), step])].sort((a, b) => a - b);
  replaceFileDurably(nodeDisk, keepFile(directory), kept.map((each) => `${each}\n`).join(''));
}

/** The bytes of all files in a folder and the folders in it; links are not followed. */
export function folderBytes(directory: string): number {
  let bytes = 0;
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) bytes += folderBytes(path);
    else if (entry.isFile()) bytes += statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
}
