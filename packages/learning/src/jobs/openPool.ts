/** Pools for a kind of work: in this thread, in worker threads, or both. */
import type { SpawnWorker } from '../trainer.js';
import { poolOf } from './sessionPool.js';
import { openThreadSessions } from './threadSession.js';
import type { JobHandler, Pool, Work } from './work.js';

/** Where jobs are done. */
interface PoolPlaces {
  /** Whether this thread does jobs too, while it waits for a round to finish. */
  here: boolean;
  /** Worker threads. */
  workers: number;
  /** Starts one; its entry must serve a handler of the same name (`serveJobs`). */
  spawn: SpawnWorker | undefined;
}

/** @throws unsupported where workers are wanted and `spawn` is not given; what opening the handler throws; worker-failed */
export async function openPool<W extends Work>(
  handler: JobHandler<W>,
  setup: W['setup'],
  { here, workers, spawn }: PoolPlaces,
): Promise<Pool<W>> {
  const session = here ? await handler.open(setup) : undefined;
  try {
    return poolOf(await openThreadSessions<W>(handler.name, setup, workers, spawn), session);
  } catch (error) {
    await session?.close();
    throw error;
  }
}
