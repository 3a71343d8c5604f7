/** Training to disk: runs an algorithm's loop and writes `runs/<name>/`, from the start or from where it stopped. */
import { nodeWorker } from '@agon/agents/node';
import { diskFiles } from '@agon/data/node';
import { AgonError, isSystemError, systemErrorText } from '@agon/core';
import { makeFolder } from '@agon/core/node';
import { makeEnvironment, type Environment } from '@agon/envs';
import type { Trainer, TrainEvent } from '@agon/learning';
import { searchedBy } from '@agon/models';
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { readDataFiles } from './dataFiles.node.js';
import { diskFailure, keptOfRun } from './diskFailure.node.js';
import { LiveFile } from './liveFile.node.js';
import { diskCheckpoints } from './checkpoints.node.js';
import type { RunConfig } from './run.js';
import {
  checkRunName,
  defaultRunName,
  resolveConfig,
  resumedConfig,
  scheduleWarnings,
  shellWord,
  type TrainFlags,
} from './runConfig.js';
import { readConfig, runPaths, type StatusFile } from './runFiles.node.js';
import { createRunDirectory, RunWriter } from './runWriter.node.js';
import { searchWorker } from './searchWorker.node.js';
import { commandWords } from './trainers.js';

/** What happens in a run: the algorithm's events, and where the run lives. */
export type RunEvent =
  | TrainEvent
  /** Once, before all others. `resumedAt` is the step of the state that it resumes from. */
  | { kind: 'opened'; directory: string; config: RunConfig; resumedAt: number | null };

/** A run's flags, and where it is kept. */
export interface TrainToDiskOptions extends TrainFlags {
  /** The folder of all runs. */
  runsDir: string;
  /** The folders of the zoo, where weights to begin with may lie; none if not given. */
  zooDirs?: readonly string[];
  /** A new run's name. Default: `defaultRunName`, with -2, -3, … where it is taken. */
  name?: string;
  /** The name of the run to go on with; the flags must agree with its config but for the end; steps may only grow. */
  resume?: string;
  onEvent?: (event: RunEvent) => void;
  /** When aborted, the loop saves its state and stops; the run is "interrupted". */
  signal?: AbortSignal;
}

/** How a run ended. */
export interface RunOutcome {
  name: string;
  directory: string;
  status: StatusFile['status'];
  step: number;
  /** Seconds of training, all sittings added up. */
  seconds: number;
}

/** Versions of what decides the run's bytes. */
function versions(): Record<string, string> {
  const require = createRequire(import.meta.url);
  const of = (name: string): string => {
    try {
      return (require(`${name}/package.json`) as { version: string }).version;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return 'not installed';
      throw error;
    }
  };
  const own = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return {
    agon: own.version,
    node: process.version,
    onnxruntime: of('onnxruntime-node'),
    tfjs: of('@tensorflow/tfjs'),
  };
}

/** Makes the directory of a new run and returns its config. @throws bad-option where the name is taken */
function createRun(options: TrainToDiskOptions): RunConfig {
  const { runsDir, name } = options;
  if (name !== undefined) checkRunName(name);
  const config = resolveConfig(options, name ?? '', versions(), new Date().toISOString());
  const base = name ?? defaultRunName(options.algorithm.id, options, config.seed);
  config.name = base;
  makeFolder(runsDir);
  if (createRunDirectory(runsDir, config)) return config;
  if (name !== undefined) {
    throw new AgonError(
      'bad-option',
      `there is already something at ${join(runsDir, name)}; resume it with --resume ${name}, or choose another name.`,
    );
  }
  for (let n = 2; ; n++) {
    config.name = `${base}-${n}`;
    if (createRunDirectory(runsDir, config)) return config;
  }
}

/** The config of a run to go on with, and what has changed since. */
function resumeRun(options: TrainToDiskOptions, name: string): { config: RunConfig; warnings: string[] } {
  const run = readConfig(options.runsDir, name);
  const config = resumedConfig(options, run, versions());
  const changed = Object.keys(config.versions).filter((key) => config.versions[key] !== run.versions[key]);
  const warnings = changed.map(
    (key) =>
      `the run was begun with ${key} ${run.versions[key] ?? 'unknown'}, this is ${config.versions[key]}: its bytes may differ.`,
  );
  return { config, warnings: [...warnings, ...scheduleWarnings(options.algorithm, config, run)] };
}

/**
 * Trains and writes everything to `runsDir/<name>/`. A crash at any moment leaves a run that can be resumed from its
 * last state, or from 0 before the first one; with the same flags it then ends with the same bytes (one worker).
 * @throws bad-option, not-found, unsupported (another process writes this run), disk (the system refuses to write: says what is
 *   kept and how to go on), and what the algorithm throws: the run is then "failed" and keeps its last state
 */
export async function trainToDisk(options: TrainToDiskOptions): Promise<RunOutcome> {
  const { algorithm, runsDir, resume } = options;
  if (resume !== undefined && options.name !== undefined && options.name !== resume) {
    throw new AgonError(
      'bad-option',
      `a resumed run keeps its name "${resume}"; leave "${options.name}" out.`,
    );
  }
  const { config, warnings } =
    resume === undefined ? { config: createRun(options), warnings: [] } : resumeRun(options, resume);
  const directory = join(runsDir, config.name);
  const goOn = `npx agon ${commandWords(algorithm.id).join(' ')} --resume ${shellWord(config.name)}`;
  const explained = (error: unknown): unknown => diskFailure(error, () => keptOfRun(directory), goOn);
  const environment = config.env === undefined ? undefined : makeEnvironment(config.env);
  let writer: RunWriter;
  try {
    writer = new RunWriter(directory, config, environment);
  } catch (error) {
    throw explained(error);
  }
  const { onEvent } = options;
  try {
    onEvent?.({ kind: 'opened', directory, config, resumedAt: writer.saved ? writer.step : null });
    for (const text of warnings) onEvent?.({ kind: 'warning', text });
    if (!writer.saved || config.steps === null || writer.step < config.steps) {
      await trainInto(writer, options, environment);
    }
  } catch (failure) {
    const error = explained(failure);
    try {
      writer.close('failed', error instanceof Error ? error.message : String(error));
    } catch (closing) {
      // The disk may be what failed: the run then counts as interrupted, and the first error is the one to hear of.
      const why = isSystemError(closing) ? systemErrorText(closing) : String(closing);
      onEvent?.({ kind: 'warning', text: `the end of the run could not be written: ${why}` });
    }
    // A setting that only the algorithm could find wrong: nothing was trained, so the name stays free.
    const isRefused = error instanceof AgonError && error.isUsage && writer.step === 0;
    if (resume === undefined && isRefused) rmSync(directory, { recursive: true });
    throw error;
  }
  const { step, seconds } = writer;
  const isComplete = !options.signal?.aborted || (config.steps !== null && step >= config.steps);
  const status = isComplete ? 'finished' : 'interrupted';
  try {
    writer.close(status);
  } catch (error) {
    throw explained(error);
  }
  return { name: config.name, directory, status, step, seconds };
}

/** Trains on from where the writer stands. */
async function trainInto(
  writer: RunWriter,
  { algorithm, runsDir, zooDirs, onEvent, signal }: TrainToDiskOptions,
  environment: Environment | undefined,
): Promise<void> {
  const live = new LiveFile(runPaths(writer.directory).live, environment);
  try {
    const checkpoints = diskCheckpoints(runsDir, zooDirs);
    const trainOptions = { ...optionsFor(writer.config, writer, live, signal), checkpoints };
    const trainer: Trainer = algorithm;
    await consume(writer, trainer.train(trainOptions), onEvent);
  } finally {
    live.close();
  }
}

function optionsFor(config: RunConfig, writer: RunWriter, live: LiveFile, signal: AbortSignal | undefined) {
  const subject = config.env === undefined ? { data: config.data } : { env: config.env };
  return {
    ...subject,
    settings: config.settings,
    seed: config.seed,
    steps: config.steps ?? undefined,
    minutes: config.minutes ?? undefined,
    workers: config.workers,
    spawnWorker: searchedBy(config.algorithm) === undefined ? nodeWorker : searchWorker,
    readFiles: readDataFiles,
    files: diskFiles(),
    checkpointEvery: config.checkpointEvery,
    resume: writer.saved,
    live: live.games,
    signal,
  };
}

/** Writes what the loop yields; the caller hears of each event after it is on disk. */
async function consume(
  writer: RunWriter,
  events: AsyncGenerator<TrainEvent, void>,
  onEvent: TrainToDiskOptions['onEvent'],
): Promise<void> {
  for await (const event of events) {
    if (event.kind === 'metrics') writer.metrics(event.step, event.values);
    else if (event.kind === 'checkpoint') writer.checkpoint(event.step, event.weights, event.state);
    else if (event.kind === 'episode') writer.episode(event.step, event.episode);
    else if (event.kind === 'trial') writer.trial(event.step, event.row);
    onEvent?.(event);
  }
}
