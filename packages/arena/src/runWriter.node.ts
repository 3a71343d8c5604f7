/** Writes one run directory: metrics, TensorBoard events, weights, the resumable state, replays. */
import { AgonError } from '@agon/core';
import type { Episode, SavedState, TrainState } from '@agon/agents';
import type { Environment } from '@agon/envs';
import {
  closeSync,
  existsSync,
  fsyncSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { nodeDisk, replaceFile, replaceFileDurably, TEMPORARY, writeFully } from './disk.node.js';
import { eventFileHeader, eventOfMetrics } from './eventFile.js';
import { replayOfEpisode } from './replay.js';
import type { MetricsLine, RunConfig } from './run.js';
import { trainCommand } from './runConfig.js';
import { REPLAY, runPaths, stepsOf, WEIGHTS, type StatusFile } from './runFiles.node.js';
import { acquireLock, type RunLock } from './runLock.node.js';
import { StateStore, type StateManifest } from './stateStore.node.js';

/** The newest replays are kept, of older ones some that are spread over the run. */
const NEWEST_REPLAYS = 10;
const OLDER_REPLAYS = 20;
/** A replay is kept at most so many times between two checkpoints. */
const REPLAYS_A_CHECKPOINT = 4;

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Writes config.json and command.txt. */
function writeConfig(directory: string, config: RunConfig): void {
  const paths = runPaths(directory);
  replaceFile(nodeDisk, paths.command, trainCommand(config) + '\n');
  replaceFileDurably(nodeDisk, paths.config, JSON.stringify(config, null, 2) + '\n');
}

/**
 * Makes the directory of a new run, whole or not at all: it is built under a temporary name and renamed.
 * @returns false where the name is taken
 */
export function createRunDirectory(runsDir: string, config: RunConfig): boolean {
  const directory = join(runsDir, config.name);
  if (existsSync(directory)) return false;
  removeAbandoned(runsDir);
  const building = join(runsDir, `.${config.name}.${process.pid}${TEMPORARY}`);
  rmSync(building, { recursive: true, force: true });
  mkdirSync(building, { recursive: true });
  try {
    const paths = runPaths(building);
    for (const part of [paths.checkpoints, paths.state, paths.replays]) mkdirSync(part);
    writeConfig(building, config);
    renameSync(building, directory);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false; // another process was quicker
    throw error;
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
  nodeDisk.syncDirectory(runsDir);
  return true;
}

/** Building a directory takes milliseconds: one that is older than this was abandoned. */
const ABANDONED_MS = 60_000;

/** Removes what processes left that were killed while they built a run's directory. */
function removeAbandoned(runsDir: string): void {
  for (const name of nodeDisk.list(runsDir)) {
    if (!name.startsWith('.') || !name.endsWith(TEMPORARY)) continue;
    const path = join(runsDir, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity);
    if (age > ABANDONED_MS) rmSync(path, { recursive: true, force: true });
  }
}

/**
 * The writer of a run directory; holds its lock until `close`. Opening it brings the directory back to its last state:
 * metrics, weights and replays of later steps go, and so do files that a crash left behind.
 */
export class RunWriter {
  readonly config: RunConfig;
  readonly directory: string;
  /** The state to go on from; undefined at a new run, or one that was killed before its first state. */
  readonly saved: SavedState | undefined;
  private readonly paths: ReturnType<typeof runPaths>;
  private readonly environment: Environment;
  private readonly lock: RunLock;
  private readonly store: StateStore;
  private readonly metricsFile: number;
  private readonly eventsFile: number;
  private readonly began: number;
  private readonly sittingStart = performance.now();
  private manifest: StateManifest | undefined;
  private lastStep: number;
  private lastReplayStep: number;

  /**
   * @param config written anew where it differs (a resumed run may have grown)
   * @throws unsupported where a live process writes this run; bad-checkpoint where its state is damaged
   */
  constructor(directory: string, config: RunConfig, environment: Environment) {
    this.config = config;
    this.directory = directory;
    this.environment = environment;
    this.paths = runPaths(directory);
    this.lock = acquireLock(directory);
    try {
      this.store = new StateStore(nodeDisk, this.paths.state);
      this.manifest = this.store.manifest();
      this.saved = this.manifest && this.store.load(this.manifest);
      rmSync(this.paths.status, { force: true });
      writeConfig(directory, config);
      this.lastStep = this.manifest?.step ?? 0;
      this.clean();
      this.lastReplayStep = stepsOf(nodeDisk.list(this.paths.replays), REPLAY).at(-1) ?? -Infinity;
      this.began = Date.parse(config.created) / 1000;
      this.metricsFile = this.openMetrics();
      this.eventsFile = this.openEvents();
    } catch (error) {
      this.lock.release();
      throw error;
    }
  }

  /** The last step that was written. */
  get step(): number {
    return this.lastStep;
  }

  /** Seconds of training so far, all sittings added up. */
  get seconds(): number {
    return (this.manifest?.seconds ?? 0) + this.sittingSeconds();
  }

  /** Seconds since the last state, or since the start of this sitting. */
  private sittingSeconds(): number {
    return (performance.now() - this.sittingStart) / 1000 - this.savedSitting;
  }

  /** Seconds of this sitting that the manifest already counts. */
  private savedSitting = 0;

  /** Removes what lies behind the last state, and what a crash left. */
  private clean(): void {
    const { checkpoints, replays } = this.paths;
    const limit = this.manifest?.step ?? -1;
    this.store.clean(this.manifest);
    for (const [directory, ending] of [
      [checkpoints, WEIGHTS],
      [replays, REPLAY],
    ]) {
      const names = nodeDisk.list(directory);
      const later = stepsOf(names, ending).filter((step) => step > limit);
      const stale = [
        ...names.filter((name) => name.endsWith(TEMPORARY)),
        ...later.map((step) => step + ending),
      ];
      for (const name of stale) nodeDisk.remove(join(directory, name));
    }
    for (const name of nodeDisk.list(this.directory)) {
      if (name.endsWith(TEMPORARY)) nodeDisk.remove(join(this.directory, name));
    }
  }

  /** Cuts metrics.jsonl to what the state knows of, and opens it at its end. */
  private openMetrics(): number {
    const file = openSync(this.paths.metrics, 'a');
    const known = this.manifest?.metricsBytes ?? 0;
    const { size } = fstatSync(file);
    if (size < known) {
      closeSync(file);
      throw new AgonError(
        'bad-checkpoint',
        `${this.paths.metrics} has ${size} bytes, the state knows of ${known}: it was cut. Restore it from a copy.`,
      );
    }
    ftruncateSync(file, known);
    return file;
  }

  /** Writes the TensorBoard file anew from metrics.jsonl, so that a resumed run is one curve, and opens it at its end. */
  private openEvents(): number {
    const name = `events.out.tfevents.${Math.floor(this.began)}.agon`;
    const lines = readFileSync(this.paths.metrics, 'utf8').split('\n').filter(Boolean);
    const records = lines.map((line) => eventOfMetrics(JSON.parse(line) as MetricsLine, this.began));
    replaceFile(
      nodeDisk,
      join(this.directory, name),
      Buffer.concat([eventFileHeader(this.began), ...records]),
    );
    return openSync(join(this.directory, name), 'a');
  }

  /** Appends a line of metrics, where there are any; values that are no finite numbers are left out. */
  metrics(step: number, values: Readonly<Record<string, number>>): void {
    const finite = Object.entries(values).filter(([, value]) => Number.isFinite(value));
    if (finite.length > 0) {
      const seconds = Math.round(this.seconds * 1000) / 1000;
      const line: MetricsLine = { step, seconds, ...Object.fromEntries(finite) };
      writeFully(this.metricsFile, encode(JSON.stringify(line) + '\n'));
      writeFully(this.eventsFile, eventOfMetrics(line, this.began));
    }
    this.lastStep = Math.max(this.lastStep, step);
  }

  /** Keeps the weights of a step and makes `state` the state to resume from; durable when it returns. */
  checkpoint(step: number, weights: Uint8Array, state: TrainState): void {
    if (this.manifest?.step !== step) {
      replaceFileDurably(nodeDisk, join(this.paths.checkpoints, `${step}${WEIGHTS}`), weights);
      fsyncSync(this.metricsFile);
      const { seconds } = this;
      this.manifest = this.store.save(step, seconds, fstatSync(this.metricsFile).size, state);
      this.savedSitting = (performance.now() - this.sittingStart) / 1000;
    }
    this.lastStep = Math.max(this.lastStep, step);
  }

  /** Keeps an episode as a replay file, where the last one kept is some steps ago. */
  episode(step: number, episode: Episode): void {
    this.lastStep = Math.max(this.lastStep, step);
    if (step - this.lastReplayStep < this.config.checkpointEvery / REPLAYS_A_CHECKPOINT) return;
    this.lastReplayStep = step;
    const path = join(this.paths.replays, `${step}${REPLAY}`);
    const player = `runs/${basename(this.directory)}@${step}`;
    replaceFile(nodeDisk, path, JSON.stringify(replayOfEpisode(this.environment, player, episode)));
    this.thinReplays();
  }

  /** Keeps the newest replays, and of the others those that leave the smallest gaps. */
  private thinReplays(): void {
    const steps = stepsOf(nodeDisk.list(this.paths.replays), REPLAY);
    while (steps.length > NEWEST_REPLAYS + OLDER_REPLAYS) {
      let drop = 1; // the first one stays: it shows the untrained agent
      for (let i = 2; i <= OLDER_REPLAYS; i++) {
        if (steps[i + 1] - steps[i - 1] < steps[drop + 1] - steps[drop - 1]) drop = i;
      }
      nodeDisk.remove(join(this.paths.replays, `${steps[drop]}${REPLAY}`));
      steps.splice(drop, 1);
    }
  }

  /** Writes how the sitting ended and gives the lock back. */
  close(status: StatusFile['status'], error?: string): void {
    const file: StatusFile = { status, step: this.lastStep };
    if (error !== undefined) file.error = error;
    try {
      for (const open of [this.metricsFile, this.eventsFile]) {
        fsyncSync(open);
        closeSync(open);
      }
      replaceFileDurably(nodeDisk, this.paths.status, JSON.stringify(file) + '\n');
    } finally {
      this.lock.release();
    }
  }
}
