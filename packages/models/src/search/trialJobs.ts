/** Trials that are being made: in worker threads, or in this one. */
import { openPool, type Pool, type SpawnWorker } from '@agon/learning';
import { trials, type TrialPlace, type TrialWork } from './trial.js';

type Job = TrialWork['job'];
type Result = TrialWork['result'];

interface Waiting {
  job: Job;
  settle(result: Promise<Result | undefined>): void;
}

/** Where trials are made. */
interface Places extends TrialPlace {
  workers: number;
  spawn: SpawnWorker | undefined;
  /** Aborts the trials that are being made. */
  signal: AbortSignal | undefined;
}

/** A pool of one place each: a trial begins where one is free, in the order in which they were asked for. */
export class TrialJobs {
  private readonly free: Pool<TrialWork>[];
  private readonly pools: readonly Pool<TrialWork>[];
  private readonly waiting: Waiting[] = [];
  private readonly results = new Map<number, Promise<Result | undefined>>();
  private readonly signal: AbortSignal | undefined;

  private constructor(pools: readonly Pool<TrialWork>[], signal: AbortSignal | undefined) {
    this.pools = pools;
    this.free = [...pools];
    this.signal = signal;
  }

  /** @throws unsupported without `spawn` where workers are wanted; worker-failed */
  static async open(
    setup: TrialWork['setup'],
    { workers, spawn, signal, ...place }: Places,
  ): Promise<TrialJobs> {
    const handler = trials(place);
    const opening =
      workers === 0
        ? [openPool(handler, setup, { here: true, workers: 0, spawn })]
        : Array.from({ length: workers }, () => openPool(handler, setup, { here: false, workers: 1, spawn }));
    const opened = await Promise.allSettled(opening);
    const pools = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const failed = opened.find((each) => each.status === 'rejected');
    if (failed) {
      await Promise.all(pools.map((pool) => pool.close()));
      throw failed.reason;
    }
    return new TrialJobs(pools, signal);
  }

  /** Has a trial made, where it is not being made already. */
  begin(id: number, job: Job): void {
    if (this.results.has(id)) return;
    const result = new Promise<Result | undefined>((settle) => this.waiting.push({ job, settle }));
    result.catch(() => undefined); // told to whoever waits for it
    this.results.set(id, result);
    this.assign();
  }

  /** What a trial that was begun has come to; undefined where it was aborted. @throws what the trial threw */
  async result(id: number): Promise<Result | undefined> {
    const result = await this.results.get(id);
    this.results.delete(id);
    return result;
  }

  private assign(): void {
    while (this.free.length > 0 && this.waiting.length > 0) {
      const pool = this.free.shift()!;
      const { job, settle } = this.waiting.shift()!;
      const made = this.make(pool, job);
      settle(made);
      const next = (): void => {
        this.free.push(pool);
        this.assign();
      };
      made.then(next, next);
    }
  }

  private async make(pool: Pool<TrialWork>, job: Job): Promise<Result | undefined> {
    const done = await pool.begin([job], { common: null, signal: this.signal }).finish();
    return done?.results[0];
  }

  async close(): Promise<void> {
    this.waiting.length = 0;
    await Promise.all(this.pools.map((pool) => pool.close()));
  }
}
