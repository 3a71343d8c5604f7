/** What a run is on disk: the files of runs/NAME/ as types, shared by the writer, the reader and the page. */
import { anyJson, integers, specText, texts, wholeNumber, type Json } from '@agon/core';
import type { TrialRow } from '@agon/learning';
import * as v from 'valibot';

/** `config.json`: everything that decides the run's bytes, and where it came from. */
interface CommonConfig {
  format: 1;
  /** The name that it was begun under; what is read from disk has the name of the folder, which may have been renamed. */
  name: string;
  algorithm: string;
  seed: number;
  /** The end that was asked for, or that of the algorithm where it comes before it; null: neither. */
  steps: number | null;
  minutes: number | null;
  /** Ends in steps that it had before it was given a later one, oldest first; absent where there were none. */
  earlierSteps?: number[];
  workers: number;
  checkpointEvery: number;
  /** The algorithm's settings, all of them, resolved. */
  settings: Record<string, Json>;
  preset: string | null;
  /** Versions of agon, node and onnxruntime. */
  versions: Record<string, string>;
  /** ISO time at which the run was begun. */
  created: string;
}

/** Of a run that learns to play. */
export interface PlayConfig extends CommonConfig {
  /** The environment's spec with resolved options, and its version. */
  env: string;
  envVersion: number;
  data?: undefined;
}

/** Of a run that learns from data. */
export interface DataConfig extends CommonConfig {
  /** The data's spec. */
  data: string;
  env?: undefined;
  envVersion?: undefined;
}

export type RunConfig = PlayConfig | DataConfig;

/** The spec of what a run, or what it has trained, learned from: an environment's or that of data. */
export const subjectOf = ({ env, data }: Pick<RunConfig, 'env' | 'data'>): string => env ?? (data as string);

/** The flag of `agon train` that names it. */
export const subjectFlag = ({ env }: Pick<RunConfig, 'env'>): string =>
  env === undefined ? '--data' : '--env';

/** What a checkpoint has of its run's config. */
export type Trained =
  | Pick<PlayConfig, 'algorithm' | 'settings' | 'env' | 'data'>
  | Pick<DataConfig, 'algorithm' | 'settings' | 'env' | 'data'>;

/** The part of a config, or of what was made of one, that a checkpoint has. */
export const trainedOf = ({ algorithm, settings, ...config }: Trained): Trained =>
  config.env === undefined
    ? { algorithm, data: config.data, settings }
    : { algorithm, env: config.env, settings };

/** Whether what was read names one thing that was learned from. */
export const hasSubject = ({ env, data }: { env?: string; data?: string }): boolean =>
  (env === undefined) !== (data === undefined);

/** How a trained network is shown: its layers, what it writes, which words are near, or where it looks while it answers. */
export type Showing = 'layers' | 'writing' | 'words' | 'answers';

/** Of what learns from data; `trainedSubject` shows the layers of the first, as it does of all that sees what it plays. */
const SHOWN: Readonly<Partial<Record<string, Showing>>> = {
  classifier: 'layers',
  'language-model': 'writing',
  word2vec: 'words',
  seq2seq: 'answers',
};
/** Plays, and sees nothing but moves. */
const SEES_MOVES = 'move-model';

/** How a trained network is shown; undefined: not at all. */
export function showingOf({ env, algorithm }: { env?: string; algorithm: string }): Showing | undefined {
  if (env === undefined) return SHOWN[algorithm];
  return algorithm === SEES_MOVES ? undefined : 'layers';
}

const isRunConfig = (value: unknown): value is RunConfig => {
  const { env, envVersion, data } = value as Partial<PlayConfig> & Partial<Omit<DataConfig, 'env'>>;
  return hasSubject({ env, data }) && (env === undefined) === (envVersion === undefined);
};

/** What `config.json` must hold. */
export const runConfigSchema = v.pipe(
  v.object({
    format: v.literal(1),
    name: v.string(),
    algorithm: v.string(),
    env: v.exactOptional(specText),
    envVersion: v.exactOptional(wholeNumber),
    data: v.exactOptional(v.string()),
    seed: wholeNumber,
    steps: v.nullable(v.pipe(wholeNumber, v.minValue(1))),
    minutes: v.nullable(v.pipe(v.number(), v.gtValue(0))),
    earlierSteps: v.exactOptional(integers),
    workers: wholeNumber,
    checkpointEvery: v.pipe(wholeNumber, v.minValue(1)),
    settings: v.record(v.string(), anyJson),
    preset: v.nullable(v.string()),
    versions: texts,
    created: v.string(),
  }),
  v.custom<RunConfig>(isRunConfig, 'must name an "env" with its "envVersion", or "data"'),
);

/** One line of `metrics.jsonl`. */
export interface MetricsLine {
  step: number;
  /** Seconds of training so far, all sittings added up. */
  seconds: number;
  [metric: string]: number;
}

const isMetricsLine = (value: unknown): value is Record<string, number | null> & MetricsLine => {
  if (typeof value !== 'object' || value === null) return false;
  const { step, seconds } = value as Partial<MetricsLine>;
  if (!Number.isSafeInteger(step) || (step as number) < 0 || typeof seconds !== 'number') return false;
  return Object.values(value).every((metric) => typeof metric === 'number' || metric === null);
};

/**
 * What a line of `metrics.jsonl` must hold. A metric that JSON could not hold was written as null; it is left out. One function
 * checks all of it: a run has tens of thousands of lines.
 */
export const metricsLineSchema = v.pipe(
  v.custom<MetricsLine>(isMetricsLine, 'must be numbers by name, "step" and "seconds" among them'),
  v.transform((line): MetricsLine => {
    const measured = Object.entries(line).filter(([, value]) => (value as number | null) !== null);
    return Object.fromEntries(measured) as MetricsLine;
  }),
);

/** One line of `trials.jsonl`: a network that a search has tried, and the updates of all trials up to its end. */
export interface TrialLine extends TrialRow {
  step: number;
}

/** What a line of `trials.jsonl` must hold. */
export const trialLineSchema = v.object({
  step: wholeNumber,
  trial: wholeNumber,
  network: specText,
  updates: wholeNumber,
  score: v.nullable(v.number()),
  parameters: wholeNumber,
  isBest: v.boolean(),
}) satisfies v.GenericSchema<unknown, TrialLine>;

/**
 * Where a run stands. `interrupted` has a state to resume; `running` has a live process; `damaged` has files that are not as agon
 * writes them.
 */
export type RunStatus = 'running' | 'finished' | 'interrupted' | 'failed' | 'damaged';

/** A run as lists and the page show it. */
export interface RunSummary {
  /** The name of its folder. */
  name: string;
  config: RunConfig;
  status: RunStatus;
  /** The last step of which anything is known. */
  step: number;
  /** The step from which the run would go on; null: from the start. */
  stateStep: number | null;
  /** Why it failed, where it did. */
  error?: string;
  /** What is wrong with its files, each with its path; absent where nothing is. What is told beside it was read from the others. */
  damage?: string[];
  /** The steps of the kept weights, increasing. */
  checkpoints: number[];
  /** File names in `replays/`, in the order of their steps. */
  replays: string[];
  /** The last value of each metric. */
  last: Record<string, number>;
}

/** A run of which nothing is known but its folder: its `config.json` cannot be read. */
export interface UnreadableRun {
  name: string;
  config: null;
  status: 'damaged';
  damage: string[];
}

/** A run by its name: one that is damaged is named, too. */
export type ListedRun = RunSummary | UnreadableRun;

/** What lists show of a config. */
type ShortConfig = Pick<PlayConfig, ShortKeys> | Pick<DataConfig, ShortKeys>;
type ShortKeys = 'algorithm' | 'env' | 'data' | 'seed' | 'steps' | 'preset' | 'created';

/** A run in a list of many: short, and read from few bytes. */
export interface RunEntry extends Pick<RunSummary, 'name' | 'status' | 'step' | 'damage'> {
  config: ShortConfig;
  /** The last value of the main metric (see `mainMetric`); null where nothing was measured. */
  result: { metric: string; value: number } | null;
  /** Equal where all that decides a run but its seed and its end is equal: such runs are seeds of one setting. */
  setting: number;
  /** The step of the newest weights alone; empty where there are none. */
  checkpoints: number[];
}

/** A run in a list of many. */
export type ListedEntry = RunEntry | UnreadableRun;

/** Whether it is known what a listed run is. */
export const isReadable = <Run extends { config: object | null }>(
  run: Run,
): run is Extract<Run, { config: object }> => run.config !== null;
