/** Writes one run directory: metrics, TensorBoard events, weights, the resumable state, replays. */
import { AgonError, parseJson } from '@agon/core';
import { makeFolder } from '@agon/core/node';
import type { Environment } from '@agon/envs';
import type { Episode, SavedState, TrainState, TrialRow } from '@agon/learning';
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as v from 'valibot';
import { AppendFile, nodeDisk, replaceFile, replaceFileDurably, TEMPORARY } from './disk.node.js';
import { eventFileHeader, eventOfMetrics } from './eventFile.js';
import { replayOfEpisode } from './replay.js';
import { thinCheckpoints } from './keptCheckpoints.node.js';
import type { MetricsLine, RunConfig, TrialLine } from './run.js';
import { trainCommand } from './runConfig.js';
import {
  checkRunFiles,
  readTrials,
  REPLAY,
  runPaths,
  stepsOf,
  WEIGHTS,
  type StatusFile,
} from './runFiles.node.js';
import { acquireLock, type RunLock } from './runLock.node.js';
import { StateStore, type StateManifest } from './stateStore.node.js';
import { keptSteps } from './thinning.js';

const KEPT_REPLAYS = { newest: 10, older: 20 };
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
  makeFolder(building);
  try {
    const paths = runPaths(building);
    for (const part of [paths.checkpoints, paths.state, paths.replays]) mkdirSync(part);
    new StateStore(nodeDisk, paths.state).begin();
    writeConfig(building, config);
    renameSync(building, directory);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false; // another process was quicker
    throw error;
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
  try {
    nodeDisk.syncDirectory(runsDir);
  } catch (error) {
    rmSync(directory, { recursive: true, force: true }); // it might not last
    throw error;
  }
  return true;
}

/** The first of the names run-2, run-3, … beside a run that is not taken. */
function freshName(directory: string): string {
  for (let n = 2; ; n++) {
    if (!existsSync(`${directory}-${n}`)) return `${basename(directory)}-${n}`;
  }
}

/** Building a directory takes milliseconds: one that is older than this was abandoned. */
const ABANDONED_MS = 60_000;

/** Removes what processes left that were killed while they built a run's directory. */
function removeAbandoned(runsDir: string): void {
  for (const name of nodeDisk.list(runsDir)) {
    if (!name.startsWith('.') || !name.endsWith(TEMPORARY)) continue;
    const path = join(runsDir, name);
    try {
      const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity);
      if (age > ABANDONED_MS) rmSync(path, { recursive: true, force: true });
    } catch {
      // Another user's: it is in nobody's way.
    }
  }
}

/** A line of `metrics.jsonl`. */
const METRICS_LINE = v.objectWithRest({ step: v.number(), seconds: v.number() }, v.number());

/** Does all of these, also where some fail. @throws the first failure */
function doAll(...deeds: (() => void)[]): void {
  const failures: unknown[] = [];
  for (const deed of deeds) {
    try {
      deed();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0] as Error;
}

/**
 * The writer of a run directory; holds its lock until `close`. Opening it brings the directory back to its last state:
 * metrics, weights and replays of later steps go, and so do files that a crash left behind. Everything is read and checked
 * before anything is changed.
 */
export class RunWriter {
  readonly config: RunConfig;
  readonly directory: string;
  /** The state to go on from; undefined at a new run, or one that was killed before its first state. */
  readonly saved: SavedState | undefined;
  private readonly paths: ReturnType<typeof runPaths>;
  private readonly environment: Environment | undefined;
  private readonly lock: RunLock;
  private readonly store: StateStore;
  private readonly metricsFile: AppendFile;
  private readonly eventsFile: AppendFile;
  /** Of a search only. */
  private trialsFile: AppendFile | undefined;
  private readonly began: number;
  private readonly sittingStart = performance.now();
  private manifest: StateManifest | undefined;
  private lastStep: number;
  private lastReplayStep: number;

  /**
   * @param environment where its episodes are played; undefined where it learns from data
   * @param config written anew where it differs (a resumed run may have grown)
   * @throws unsupported where a live process writes this run, or an earlier version saved its state; bad-checkpoint where that is
   *   damaged or gone; bad-file where its metrics are damaged; what the system refuses
   */
  constructor(directory: string, config: RunConfig, environment: Environment | undefined) {
    this.config = config;
    this.directory = directory;
    this.environment = environment;
    this.paths = runPaths(directory);
    checkRunFiles(directory);
    this.lock = acquireLock(directory);
    try {
      this.store = new StateStore(nodeDisk, this.paths.state);
      if (this.store.isEarlier) this.refuseEarlierState();
      this.manifest = this.store.manifest();
      if (!this.manifest && !this.store.isNew) this.refuseLostState();
      this.saved = this.manifest && this.store.load(this.manifest);
      const lines = this.knownMetrics();
      writeConfig(directory, config);
      this.lastStep = this.manifest?.step ?? 0;
      this.clean();
      thinCheckpoints(directory, config.checkpointEvery);
      this.lastReplayStep = stepsOf(nodeDisk.list(this.paths.replays), REPLAY).at(-1) ?? -Infinity;
      this.began = (Date.parse(config.created) || 0) / 1000; // a date that is none is no reason to refuse
      this.metricsFile = new AppendFile(this.paths.metrics);
      this.metricsFile.truncate(this.manifest?.metricsBytes ?? 0);
      this.eventsFile = this.openEvents(lines);
      rmSync(this.paths.status, { force: true });
    } catch (error) {
      this.lock.release();
      throw error;
    }
  }

  /** @throws bad-checkpoint where there is something that came after a first state, so that there was one */
  private refuseLostState(): void {
    const { checkpoints, metrics, state } = this.paths;
    const last = stepsOf(nodeDisk.list(checkpoints), WEIGHTS).at(-1);
    if (last === undefined && !(statSync(metrics, { throwIfNoEntry: false })?.size ?? 0)) return;
    const { directory } = this;
    const has = last === undefined ? 'metrics' : `weights up to step ${last}`;
    const plays = last === undefined ? '' : ` The weights still play as runs/${basename(directory)}@${last}.`;
    throw new AgonError(
      'bad-checkpoint',
      `${directory} has ${has}, but its state is gone: there is no manifest.json in ${state}. Nothing was changed. Restore ${state} from a copy.${plays} ${this.anew()}`,
    );
  }

  /** @throws unsupported */
  private refuseEarlierState(): never {
    throw new AgonError(
      'unsupported',
      `${this.directory} was saved by an earlier version of agon, and training cannot go on from its state. Nothing was changed: eval, play, view and export of it still work. ${this.anew()}`,
    );
  }

  /** How to begin the same run anew. */
  private anew(): string {
    const command = trainCommand({ ...this.config, earlierSteps: [] }, freshName(this.directory));
    return `To begin anew beside it:\n  ${command}`;
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
    for (const part of [checkpoints, replays, this.paths.state]) makeFolder(part);
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
    this.forgetTrialsAfter(limit);
    for (const name of nodeDisk.list(this.directory)) {
      if (name.endsWith(TEMPORARY)) nodeDisk.remove(join(this.directory, name));
    }
  }

  /** Leaves those trials that the state knows of. */
  private forgetTrialsAfter(step: number): void {
    const { trials } = this.paths;
    if (!existsSync(trials)) return;
    const known = readTrials(dirname(this.directory), basename(this.directory)).filter(
      (line) => line.step <= step,
    );
    replaceFile(nodeDisk, trials, encode(known.map((line) => JSON.stringify(line) + '\n').join('')));
  }

  /** The lines of metrics.jsonl that the state knows of. @throws bad-checkpoint where it was cut; bad-file where it is damaged */
  private knownMetrics(): MetricsLine[] {
    const { metrics } = this.paths;
    const known = this.manifest?.metricsBytes ?? 0;
    const bytes = known > 0 && existsSync(metrics) ? nodeDisk.read(metrics) : new Uint8Array();
    if (bytes.length < known) {
      throw new AgonError(
        'bad-checkpoint',
        `${metrics} has ${bytes.length} bytes, the state knows of ${known}: it was cut. Restore it from a copy.`,
      );
    }
    const lines = new TextDecoder().decode(bytes.subarray(0, known)).split('\n').slice(0, -1);
    return lines.map((line, index) => parseJson(METRICS_LINE, line, `${metrics}:${index + 1}`));
  }

  /** Writes the TensorBoard file anew from metrics.jsonl, so that a resumed run is one curve, and opens it at its end. */
  private openEvents(lines: readonly MetricsLine[]): AppendFile {
    const path = join(this.directory, `events.out.tfevents.${Math.floor(this.began)}.agon`);
    const records = lines.map((line) => eventOfMetrics(line, this.began));
    replaceFile(nodeDisk, path, Buffer.concat([eventFileHeader(this.began), ...records]));
    return new AppendFile(path);
  }

  /** Appends a line of metrics, where there are any; values that are no finite numbers are left out. */
  metrics(step: number, values: Readonly<Record<string, number>>): void {
    const finite = Object.entries(values).filter(([, value]) => Number.isFinite(value));
    if (finite.length > 0) {
      const seconds = Math.round(this.seconds * 1000) / 1000;
      const line: MetricsLine = { step, seconds, ...Object.fromEntries(finite) };
      this.metricsFile.append(encode(JSON.stringify(line) + '\n'));
      this.eventsFile.append(eventOfMetrics(line, this.began));
    }
    this.lastStep = Math.max(this.lastStep, step);
  }

  /** Keeps the weights of a step and makes `state` the state to resume from; durable when it returns. */
  checkpoint(step: number, weights: Uint8Array, state: TrainState): void {
    if (this.manifest?.step !== step) {
      replaceFileDurably(nodeDisk, join(this.paths.checkpoints, `${step}${WEIGHTS}`), weights);
      this.metricsFile.sync();
      this.trialsFile?.sync();
      const { seconds } = this;
      this.manifest = this.store.save(step, seconds, this.metricsFile.size, state);
      this.savedSitting = (performance.now() - this.sittingStart) / 1000;
      thinCheckpoints(this.directory, this.config.checkpointEvery);
    }
    this.lastStep = Math.max(this.lastStep, step);
  }

  /** Keeps what a search has tried. */
  trial(step: number, row: TrialRow): void {
    this.trialsFile ??= new AppendFile(this.paths.trials);
    this.trialsFile.append(encode(JSON.stringify({ step, ...row } satisfies TrialLine) + '\n'));
    this.lastStep = Math.max(this.lastStep, step);
  }

  /** Keeps an episode as a replay file, where the last one kept is some steps ago. */
  episode(step: number, episode: Episode): void {
    this.lastStep = Math.max(this.lastStep, step);
    if (!this.environment) return;
    if (step - this.lastReplayStep < this.config.checkpointEvery / REPLAYS_A_CHECKPOINT) return;
    this.lastReplayStep = step;
    const path = join(this.paths.replays, `${step}${REPLAY}`);
    const player = `runs/${basename(this.directory)}@${step}`;
    replaceFile(nodeDisk, path, JSON.stringify(replayOfEpisode(this.environment, player, episode)));
    this.thinReplays();
  }

  private thinReplays(): void {
    const steps = stepsOf(nodeDisk.list(this.paths.replays), REPLAY);
    const kept = new Set(keptSteps(steps, this.config.checkpointEvery / REPLAYS_A_CHECKPOINT, KEPT_REPLAYS));
    for (const step of steps) {
      if (!kept.has(step)) nodeDisk.remove(join(this.paths.replays, `${step}${REPLAY}`));
    }
  }

  /** Writes how the sitting ended, where that can be written, and gives the lock back. @throws the first that the system refuses */
  close(status: StatusFile['status'], error?: string): void {
    const file: StatusFile = { status, step: this.lastStep };
    if (error !== undefined) file.error = error;
    try {
      doAll(
        ...[this.metricsFile, this.eventsFile, ...(this.trialsFile ? [this.trialsFile] : [])].flatMap(
          (open) => [() => open.sync(), () => open.close()],
        ),
        () => replaceFileDurably(nodeDisk, this.paths.status, JSON.stringify(file) + '\n'),
      );
    } finally {
      this.lock.release();
    }
  }
}
