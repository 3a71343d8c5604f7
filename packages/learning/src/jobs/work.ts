/**
 * Jobs: pieces of work as plain data in and plain data out, so that the same piece can be done in this thread, in a worker
 * thread or on another machine, with the same result. A kind of work is a named handler; a pool hands its jobs to sessions.
 */
import type { Json } from '@agon/core';

type TypedArray =
  Float32Array | Float64Array | Int8Array | Int16Array | Int32Array | Uint8Array | Uint16Array | Uint32Array;

/** T where it is plain data: what JSON has, `undefined`, and typed arrays; `never` in the place of anything else. */
export type Plain<T> = T extends Json | undefined | TypedArray
  ? T
  : T extends (...args: never[]) => unknown
    ? never
    : T extends object
      ? { [K in keyof T]: Plain<T[K]> }
      : never;

/** The data of a kind of work; see `PlainWork`. */
export interface Work {
  /** What a session needs once. */
  setup: unknown;
  /** What all jobs of a round read: weights. Null where there is nothing. */
  common: unknown;
  /** One piece of work. */
  job: unknown;
  result: unknown;
  /** What can be seen of a job while it is done. Null where nothing can. */
  progress: unknown;
}

/** W, refused by the compiler where some of it is not plain data. */
export type PlainWork<W extends Work & { [K in keyof W]: Plain<W[K]> }> = W;

/** What a session is given beside the job. */
export interface Hooks<W extends Work> {
  /** Aborted where the result is no longer wanted. It is cheap to look at, and seen at the next turn of the event loop (`breath`). */
  readonly signal: AbortSignal;
  /** Tells whoever looks on; absent where nobody does. */
  report?(progress: W['progress']): void;
}

/** Does jobs of one kind, one at a time. What comes out depends on the setup, `common` and the job alone, not on what was done before. */
export interface Session<W extends Work> {
  /**
   * Does a job. Arrays of the result are the caller's to keep; those that are fields of it are moved to another thread, not copied.
   * @param common the same object for all jobs of a round; another one may hold other data
   * @returns undefined where the signal was aborted before the job was done
   * @throws interrupted instead, where that is simpler
   */
  run(job: W['job'], common: W['common'], hooks: Hooks<W>): Promise<W['result'] | undefined>;
  /** Gives up what is being done and releases everything. */
  close(): Promise<void>;
}

/** A kind of work. */
export interface JobHandler<W extends Work> {
  /** By which worker threads and other machines know it. */
  readonly name: string;
  open(setup: W['setup']): Promise<Session<W>>;
}

/** How the jobs of a round are done. */
export interface RoundOptions<W extends Work> {
  /**
   * See `Session.run`. It must not change until the round is over. Each worker thread gets one copy a round; arrays that happen
   * to lie in shared memory (`sharedBuffer`) it reads where they are.
   */
  common: W['common'];
  /** When aborted, jobs that are being done are given up. */
  signal?: AbortSignal;
  /** Called with each result as it comes, before whoever brought it begins another job. `index` is the job's place in the round. */
  onResult?(result: W['result'], index: number): void;
  onProgress?(progress: W['progress'], index: number): void;
}

/** What a round has come to. */
export interface Done<W extends Work> {
  /** In the order of the jobs, whoever was faster. */
  results: W['result'][];
  /** Share of the round in which the sessions elsewhere had nothing to do; 0 where there are none. */
  idleShare: number;
}

/** Jobs that are being done. */
export interface Round<W extends Work> {
  /** Whether it was aborted, or a job has failed. */
  readonly isStopped: boolean;
  /**
   * Waits for the results; this thread does jobs meanwhile, where it is one that helps.
   * @returns undefined where the round was aborted
   * @throws what the first job that failed threw; the other jobs are then given up
   */
  finish(): Promise<Done<W> | undefined>;
}

/** Sessions of one kind of work. */
export interface Pool<W extends Work> {
  /**
   * Begins to do jobs, wherever that is not this thread. Each is asked for when somebody is free to do it, so that the jobs may
   * end where enough is known.
   */
  begin(jobs: Iterable<W['job']>, options: RoundOptions<W>): Round<W>;
  /** Gives up what is being done; everybody leaves in peace. */
  close(): Promise<void>;
}
