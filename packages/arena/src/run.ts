/** What a run is on disk: the files of runs/NAME/ as types, shared by the writer, the reader and the page. */
import type { Json } from '@agon/core';

/** `config.json`: everything that decides the run's bytes, and where it came from. */
export interface RunConfig {
  format: 1;
  name: string;
  algorithm: string;
  /** The environment's spec with resolved options, and its version. */
  env: string;
  envVersion: number;
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

/** One line of `metrics.jsonl`. */
export interface MetricsLine {
  step: number;
  /** Seconds of training so far, all sittings added up. */
  seconds: number;
  [metric: string]: number;
}

/** Where a run stands. `interrupted` has a state to resume; `running` has a live process. */
export type RunStatus = 'running' | 'finished' | 'interrupted' | 'failed';

/** A run as lists and the page show it. */
export interface RunSummary {
  config: RunConfig;
  status: RunStatus;
  /** The last step of which anything is known. */
  step: number;
  /** The step from which the run would go on; null: from the start. */
  stateStep: number | null;
  /** Why it failed, where it did. */
  error?: string;
  /** The steps of the kept weights, increasing. */
  checkpoints: number[];
  /** File names in `replays/`, in the order of their steps. */
  replays: string[];
  /** The last value of each metric. */
  last: Record<string, number>;
}
