/** A pool over sessions of this process: they take jobs from one queue. */
import { AgonError } from '@agon/core';
import type { Done, Pool, Round, RoundOptions, Session, Work } from './work.js';

/**
 * @param away sessions elsewhere, such as in worker threads
 * @param here one in this thread, which does jobs while it waits for the others
 */
export function poolOf<W extends Work>(away: readonly Session<W>[], here?: Session<W>): Pool<W> {
  const closing = new AbortController();
  const sessions = here ? [...away, here] : away;
  return {
    begin: (jobs, options) => new SessionRound(jobs[Symbol.iterator](), options, away, here, closing.signal),
    async close() {
      closing.abort();
      await Promise.all(sessions.map((session) => session.close()));
    },
  };
}

class SessionRound<W extends Work> implements Round<W> {
  isStopped = false;
  private readonly jobs: Iterator<W['job']>;
  private readonly options: RoundOptions<W>;
  private readonly here: Session<W> | undefined;
  private readonly numAway: number;
  private readonly away: Promise<unknown>;
  /** One for each job that is being done: many listeners to one signal look like a leak to Node. */
  private readonly stopping = new Set<AbortController>();
  private readonly outside: readonly AbortSignal[];
  private readonly results: W['result'][] = [];
  private readonly began = performance.now();
  private numBegun = 0;
  private busyMs = 0;
  private failure: { reason: unknown } | undefined;

  constructor(
    jobs: Iterator<W['job']>,
    options: RoundOptions<W>,
    away: readonly Session<W>[],
    here: Session<W> | undefined,
    closing: AbortSignal,
  ) {
    this.jobs = jobs;
    this.options = options;
    this.here = here;
    this.numAway = away.length;
    this.outside = options.signal ? [options.signal, closing] : [closing];
    for (const signal of this.outside) {
      signal.addEventListener('abort', this.stop);
      if (signal.aborted) this.stop();
    }
    this.away = Promise.all(
      away.map(async (session) => {
        await this.work(session);
        this.busyMs += performance.now() - this.began;
      }),
    );
  }

  async finish(): Promise<Done<W> | undefined> {
    await Promise.all([this.away, this.here && this.work(this.here)]);
    for (const signal of this.outside) signal.removeEventListener('abort', this.stop);
    if (this.failure) throw this.failure.reason;
    if (this.isStopped) return undefined;
    const awayMs = this.numAway * (performance.now() - this.began);
    return { results: this.results, idleShare: awayMs && 1 - this.busyMs / awayMs };
  }

  private readonly stop = (): void => {
    this.isStopped = true;
    for (const stopping of this.stopping) stopping.abort();
  };

  /** Lets a session do jobs until there are none. The first failure stops the round, and is told by `finish`. */
  private async work(session: Session<W>): Promise<void> {
    try {
      while (!this.isStopped) {
        const next = this.jobs.next();
        if (next.done) return;
        await this.do(next.value, this.numBegun++, session);
      }
    } catch (reason) {
      // What an abort makes of the other jobs is not the failure.
      if (this.isStopped && reason instanceof AgonError && reason.code === 'interrupted') return;
      this.failure ??= { reason };
      this.stop();
    }
  }

  private async do(job: W['job'], index: number, session: Session<W>): Promise<void> {
    const { common, onResult, onProgress } = this.options;
    const report = onProgress && ((progress: W['progress']) => onProgress(progress, index));
    const stopping = new AbortController();
    this.stopping.add(stopping);
    try {
      const result = await session.run(job, common, { signal: stopping.signal, report });
      if (result === undefined) return;
      this.results[index] = result;
      onResult?.(result, index);
    } finally {
      this.stopping.delete(stopping);
    }
  }
}
