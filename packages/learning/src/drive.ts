/**
 * The outer loop that all trainings share: one piece of work after the other until the steps are done, the time is up, the run itself is
 * done or somebody aborts; metrics and checkpoints where they are due, and a last checkpoint.
 */
import { breath, type Json } from '@agon/core';
import type { MetricValues } from './metrics.js';
import { passes } from './progress.js';
import type { SavedState, TrainEvent, TrainOptions } from './trainer.js';

/** What a training brings to the loop, with the ids of its metrics. Where a hook is absent, nothing happens in its place. */
export interface Run<Id extends string = string> {
  /** Steps done. */
  readonly step: number;
  /** Sentences that the user should read, told after the start. */
  readonly warnings?: Iterable<string>;
  /** Whether a new run saves its untrained weights. */
  readonly savesUntrained?: boolean;
  /** Whether nothing is under way: only then is the state whole, and the run may stop. Absent: always. */
  readonly isAtRest?: boolean;
  /** Whether it has come to its end by itself, before any limit. Absent: never. */
  readonly isDone?: boolean;
  /** Whether it wants a checkpoint after its last piece of work, beside those that `checkpointEvery` makes due. */
  readonly wantsCheckpoint?: boolean;
  /** What is used (network, parameters, …), for the first event. */
  info(): Record<string, Json>;
  /** Begins at step 0, or goes on from a state. @throws bad-checkpoint where the state is of another run */
  begin(resume: SavedState | undefined): Promise<void> | void;
  /**
   * Does the smallest piece of work after which the run may stop, and returns events of its own. A piece that is broken off by
   * an abort leaves `step` and what `checkpoint` returns as they were before it.
   */
  advance(): Promise<readonly TrainEvent<Id>[]>;
  /** Numbers since the last call, asked for every `metricsEvery` steps. */
  metrics?(): MetricValues<Id>;
  /** Told before each piece of a run that is over, but not at rest: nothing more is to begin. */
  pause?(): void;
  /**
   * Before each checkpoint: what the run has come to.
   * @param isDue false at a first or last checkpoint that no interval asked for
   */
  measure?(isDue: boolean): Promise<readonly TrainEvent<Id>[]> | readonly TrainEvent<Id>[];
  /** Weights to keep and all that the run goes on from. Called at rest. */
  checkpoint(): Promise<Kept> | Kept;
  /** Releases all that the run holds; called once, also where something failed. */
  close(): Promise<void>;
}

/** What a checkpoint keeps. */
export type Kept = Pick<Extract<TrainEvent, { kind: 'checkpoint' }>, 'weights' | 'state'>;

/** How long a run goes on, and what is due when; steps are counted from 0, minutes from the start of this call. */
export interface Limits extends Pick<
  TrainOptions,
  'steps' | 'minutes' | 'signal' | 'checkpointEvery' | 'resume'
> {
  /** Steps between two calls of `metrics`. */
  metricsEvery?: number;
}

/**
 * Drives a run from its beginning, or on from `resume`, to a limit or until it is done, and closes it. The time is up where less than
 * half of the next piece would fit, if it took as long as the last one. A last checkpoint is made where something happened since the
 * one before it.
 * @throws what the run throws
 */
export async function* drive<Id extends string>(
  run: Run<Id>,
  limits: Limits,
): AsyncGenerator<TrainEvent<Id>, void> {
  const { steps = Infinity, minutes = Infinity, signal, checkpointEvery, resume } = limits;
  const { metricsEvery = Infinity } = limits;
  let savedStep = -1;
  async function* save(isDue: boolean): AsyncGenerator<TrainEvent<Id>, void> {
    if (run.measure) yield* await run.measure(isDue);
    yield { kind: 'checkpoint', step: run.step, ...(await run.checkpoint()) };
    savedStep = run.step;
  }
  try {
    await run.begin(resume);
    if (resume) savedStep = run.step;
    yield { kind: 'start', step: run.step, info: run.info() };
    for (const text of run.warnings ?? []) yield { kind: 'warning', text };
    if (run.savesUntrained && !resume) yield* save(false);
    const deadline = performance.now() + minutes * 60_000;
    let pieceMs = 0;
    let isDue = false;
    for (;;) {
      const isTimeUp = performance.now() + pieceMs / 2 >= deadline;
      const isOver = run.isDone || run.step >= steps || isTimeUp || signal?.aborted;
      if (isOver && (run.isAtRest ?? true)) break;
      if (isOver) run.pause?.();
      const before = run.step;
      const began = performance.now();
      const events = await run.advance();
      await breath();
      pieceMs = performance.now() - began;
      yield* events;
      const { step } = run;
      if (run.metrics && passes(metricsEvery, before, step))
        yield { kind: 'metrics', step, values: run.metrics() };
      isDue ||= passes(checkpointEvery, before, step) || (run.wantsCheckpoint ?? false);
      if (!isDue || !(run.isAtRest ?? true)) continue;
      yield* save(true);
      isDue = false;
    }
    if (savedStep !== run.step) yield* save(false);
  } finally {
    await run.close();
  }
}
