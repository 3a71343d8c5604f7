/** Training loops: async generators that yield events. The arena writes them to disk, the page draws them. */
import type { Json, MemoryItem, SettingsSchema } from '@agon/core';
import type { Endpoint } from 'comlink';
import type { LiveGames } from './liveGames.js';
import type { Metrics, MetricValues } from './metrics.js';

/** A typed array that a state holds. */
export type StateArray = Float32Array | Float64Array | Int32Array | Uint32Array | Uint8Array;

/**
 * Rows of an append-only log (a replay buffer) since the last state: rows [start, end). Rows before `keepFrom` are no longer
 * needed by this or any later state.
 */
export interface Segment {
  rowBytes: number;
  start: number;
  end: number;
  keepFrom: number;
  /** The rows in order, each piece some whole rows. A state that is read back may read each piece from disk when it comes to it. */
  pieces: Iterable<Uint8Array>;
}

/** All that a training loop needs to go on as if it had never stopped. */
export interface TrainState {
  /** Counters, schedules, random streams, environments. */
  json: Json;
  /** Parameters, moments, …: written whole at every state. */
  arrays: Record<string, StateArray>;
  /** Replay buffers: only what is new is written. */
  segments: Record<string, Segment>;
}

/** A state as read back: segments hold all rows from `keepFrom` of the last one (`start` = that) to its end. Its pieces can be gone through again. */
export type SavedState = TrainState;

/** What a player thought at one action, as plain data; training passes it on to replays and does not read it. */
export interface Thought {
  [name: string]: Json | undefined;
}

/** One recorded episode or game; `arena` turns it into a replay file. */
export interface Episode<T extends Thought = Thought> {
  seed: string;
  actions: number[];
  /** One 32-bit hash after every 100 actions, and one at the end. */
  hashes: number[];
  /** Returns, one for each player. */
  result: number[];
  accounts?: (T | null)[];
}

/** A file to learn from, as it was read, or why it cannot be. `path` as a person would name it. */
export type DataFile = { path: string } & (
  | {
      /** Unpacked, where the file was packed. */
      bytes: Uint8Array;
    }
  | {
      /** A sentence. */
      fault: string;
    }
);

/** A network that a search has tried. */
export interface TrialRow {
  /** Its number, from 1 on, in the order in which they ended. */
  trial: number;
  /** Its spec. */
  network: string;
  /** Updates that it was trained for. */
  updates: number;
  /** The larger the better; null where it diverged. */
  score: number | null;
  /** Values that are learned. */
  parameters: number;
  /** Whether it is the best so far. */
  isBest: boolean;
}

/** What a training loop tells, in order, of metrics with these ids. */
export type TrainEvent<Id extends string = string> =
  /** Once, before the first step: what will be used (parameters, bytes of the replay buffer, …). */
  | { kind: 'start'; step: number; info: Record<string, Json> }
  /** Numbers to draw against `step`. */
  | { kind: 'metrics'; step: number; values: MetricValues<Id> }
  /** A resumable state and the weights (safetensors bytes) to keep; always at a step that depends on config and seed only. */
  | { kind: 'checkpoint'; step: number; weights: Uint8Array; state: TrainState }
  | { kind: 'episode'; step: number; episode: Episode }
  /** A search has tried a network. */
  | { kind: 'trial'; step: number; row: TrialRow }
  /** A stage of the run is over; `values`: those of its metrics that say what it has come to. The next stage has metrics of its own. */
  | { kind: 'stage'; step: number; name: string; values: MetricValues<Id> }
  /** Something that the user should know. */
  | { kind: 'warning'; text: string };

/** A worker thread that was started. */
export interface SpawnedWorker {
  /** Where comlink talks to it. */
  endpoint: Endpoint;
  /** Resolves when the worker has left in peace. @throws worker-failed with its message */
  ended: Promise<void>;
}

/** Starts a worker thread. @throws worker-failed */
export type SpawnWorker = () => Promise<SpawnedWorker>;

/**
 * Reads a file, or all files with these endings in a folder and the folders in it, in the order of their paths. In a folder a file
 * that cannot be read is told with its fault.
 * @throws not-found; bad-file where one file is named and cannot be read
 */
export type ReadFiles = (path: string, endings: readonly string[]) => Promise<DataFile[]>;

/**
 * Where the files of datasets are: in Node a folder on disk, in a page what the server has. A dataset's own folder is
 * named by its id; a folder of the user's by its path.
 */
export interface FileStore {
  /**
   * The paths of all files of a dataset, or of those in the user's folder and the folders in it, relative to it, with "/", in order. A
   * folder with nothing in it is told by its path with a slash at the end.
   * @throws not-found
   */
  list(root: FileRoot): Promise<string[]>;
  /** The bytes of one of them. @throws not-found, bad-file */
  read(root: FileRoot, path: string): Promise<Uint8Array>;
}

/** A fetched dataset's files, or a folder (or file) of the user's. */
export type FileRoot = { readonly dataset: string } | { readonly path: string };

/** Learning to play: in an environment, or from files of games of it. */
export interface EnvironmentTask {
  /** Single-player environments, or board games. */
  readonly kind: 'env' | 'game';
  /** The setting that names what it learns from, where it learns from files: `--data` is short for it. */
  readonly dataSetting?: string;
  /**
   * The environment that the files to learn from are about, where nobody names one.
   * @param settings text or typed, unchecked
   * @throws bad-option where they are about none, or several
   */
  defaultEnv?(settings: Readonly<Record<string, unknown>>, readFiles: ReadFiles): Promise<string>;
  /**
   * The shape of what its network reads, where that may be another than the environment's own observation.
   * @param settings those that it was trained with
   * @throws unknown-env, bad-option, unsupported
   */
  inputShape?(env: string, settings: Readonly<Record<string, Json>>): readonly number[];
}

/** Learning from data: there is no environment. */
export interface DataTask {
  readonly kind: 'data';
}

/** What a trainer learns. */
export type Task = EnvironmentTask | DataTask;

/** Whether a trainer learns from data, without an environment. */
export const learnsFromData = (trainer: Trainer): trainer is Trainer<DataTask> =>
  trainer.task.kind === 'data';

/** Where a run learns: what its command line names by `--env` or `--data`. */
export type TaskSource<T extends Task> = T extends EnvironmentTask
  ? {
      /** The environment's spec: "minatar-breakout", "go:size=7". */
      env: string;
    }
  : {
      /** The data's spec. */
      data: string;
    };

/** What a training run is told. */
export type TrainOptions<T extends Task = EnvironmentTask> = TaskSource<T> & RunOptions;

/** What a training run is told, whatever its task. */
interface RunOptions {
  /** The trainer's settings, checked by its schema. */
  settings: Record<string, unknown>;
  seed: number;
  /** Stop after this many steps (an agent's decisions), counted from 0, also when resumed. */
  steps?: number;
  /** Stop after this many minutes of this call. At least one of the two is given. */
  minutes?: number;
  /** Worker threads (Web Workers in a page); 0 = none, all in this thread. */
  workers: number;
  /** Starts a worker; needed where `workers` > 0. In Node: `nodeWorker` of '@agon/agents/node' (with its `defaultWorkers()`). */
  spawnWorker?: SpawnWorker;
  /** Finds trained weights to begin with. */
  checkpoints?: CheckpointSource;
  /** Absent in a page. */
  readFiles?: ReadFiles;
  /** Where datasets are read from; absent where there are none. */
  files?: FileStore;
  /** Steps between checkpoints. */
  checkpointEvery: number;
  resume?: SavedState;
  /** Boards on which games of self-play are shown while they are played; what is learned does not depend on it. */
  live?: LiveGames;
  /** When aborted, the loop finishes its step, yields a last checkpoint and returns. */
  signal?: AbortSignal;
}

/** What decides whether a run can begin at all. */
export type TrainPlan<T extends Task = EnvironmentTask> = TaskSource<T> &
  Pick<RunOptions, 'settings' | 'workers'>;

/** Trained weights with what is needed to use them; read from disk by `runs`, fetched by the page. */
interface TrainedWeights {
  algorithm: string;
  settings: Record<string, Json>;
  step: number;
  /** safetensors bytes */
  weights: Uint8Array;
}

/** What plays. */
export interface AgentCheckpoint extends TrainedWeights {
  /** The environment that it was trained on, as a spec. */
  env: string;
  data?: undefined;
}

/** What was learned from data. */
export interface DataCheckpoint extends TrainedWeights {
  env?: undefined;
  /** The data that it was trained on, as a spec. */
  data: string;
}

export type Checkpoint = AgentCheckpoint | DataCheckpoint;

/** Finds the checkpoint behind "runs/NAME", "runs/NAME@12000" or "zoo/NAME". @throws not-found */
export type CheckpointSource = (path: string) => Promise<Checkpoint>;

/** What `agon train NAME` runs. */
export interface Trainer<
  T extends Task = Task,
  Id extends string = string,
  S extends SettingsSchema = SettingsSchema,
> {
  readonly id: string;
  readonly title: string;
  /** The paper or papers, with year. */
  readonly paper: string;
  readonly task: T;
  /** Settings; their texts stand in catalogues of words. */
  readonly schema: S;
  /** Named changes to the schema's defaults; an environment's id names its own preset, id and size that of a board: "go5". */
  readonly presets: Readonly<Record<string, Record<string, unknown>>>;
  /**
   * Whether worker threads are started where nobody says how many: what it learns does not depend on their number. Others
   * take some only when told to (value learners, with other results for another number), or refuse.
   */
  readonly takesWorkers?: boolean;
  /** The setting that ties its learning rate to the steps of the run, and the value at which it does. */
  readonly followsLength?: { readonly setting: string; readonly value: Json };
  /** All that its events may tell. */
  readonly metrics: Metrics<Id>;
  /** The few that are shown while it trains, in this order. */
  readonly headline: readonly Id[];
  /** Steps after which it ends by itself, where it does with these settings. */
  length?(settings: Readonly<Record<string, unknown>>): number | undefined;
  /** Whether it ends by itself where only its data tell: no limit need be given, and `info.steps` of its start says how many steps it takes. */
  readonly endsWithItsData?: boolean;
  /** Steps a second to expect, on purpose rough, where they are far from the usual. */
  readonly nominalSpeed?: number;
  /**
   * Refuses what no setting shows alone: settings that contradict each other, a network that does not fit the environment,
   * workers that are of no use. It starts nothing; `train` refuses the same.
   * @throws bad-option, unknown-env, unknown-net, unsupported
   */
  check(plan: TrainPlan<T>): void;
  /**
   * What a run takes of memory, its threads apart: an estimate from the sizes alone, before anything of it is taken.
   * @throws what `check` throws
   */
  memory(plan: TrainPlan<T>): MemoryItem[];
  train(options: TrainOptions<T>): AsyncGenerator<TrainEvent<Id>, void>;
}
