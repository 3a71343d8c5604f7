/** Worker threads in Node. */
import { availableParallelism } from 'node:os';
import { parentPort, Worker } from 'node:worker_threads';
import { AgonError } from '@agon/core';
import { disableTelemetry } from '@agon/engine';
import { expose } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { jobService } from '../jobs/jobService.js';
import { JOBS } from '../jobs/threadSession.js';
import type { JobHandler, Work } from '../jobs/work.js';
import type { SpawnedWorker } from '../trainer.js';
import type { ServedThread } from './servedThread.js';

/** Starts a worker thread. @param entry a built file that calls `serve` */
export function startWorker(entry: URL): SpawnedWorker {
  disableTelemetry();
  // No flags of this process: under test they would lead the worker to sources that plain Node cannot read.
  return watch(new Worker(entry, { execArgv: [] }));
}

/** A worker thread with the promise of its end. */
export function watch(worker: Worker): SpawnedWorker {
  const ended = new Promise<void>((resolve, reject) => {
    worker.once('error', (cause) => {
      reject(new AgonError('worker-failed', `a worker thread failed: ${cause.message}`, { cause }));
    });
    worker.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new AgonError('worker-failed', `a worker thread left with exit code ${code}.`));
    });
  });
  ended.catch(() => undefined); // heard by those who wait for an answer
  return { endpoint: nodeEndpoint(worker), ended };
}

/**
 * In a worker thread: does jobs until it is told to leave.
 * @param handlers the kinds of work that it can do
 * @param beside what else it answers as, by the names that `openThreads` asks for
 */
export function serveJobs(
  handlers: readonly JobHandler<Work>[],
  beside?: (thread: ServedThread) => Record<string, object>,
): void {
  if (!parentPort) throw new Error('this file is the entry of a worker thread, not a program');
  const port = parentPort;
  const thread: ServedThread = {
    // Closing in a later turn lets the last answer leave first; with its port closed the thread has nothing to wait for.
    leave: () => void setImmediate(() => port.close()),
    tell: (news) => port.postMessage(news),
  };
  expose({ ...beside?.(thread), [JOBS]: jobService(handlers, thread) }, nodeEndpoint(port));
}

/**
 * How many workers to start when nobody says: one core is the learner's, which also plays when it has nothing to learn.
 * @param cores cores that this process may use
 */
export function defaultWorkers(cores = availableParallelism()): number {
  return Math.max(0, cores - 1);
}
