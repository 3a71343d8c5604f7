/** Worker threads in Node. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { AgonError } from '@agon/core';
import { disableTelemetry } from '@agon/engine';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import type { SpawnedWorker } from '../trainer.js';

/** Starts a worker thread. @param entry a built file that calls `serveJobs` */
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
 * How many workers to start when nobody says: one core is the learner's, which also plays when it has nothing to learn.
 * @param cores cores that this process may use
 */
export function defaultWorkers(cores = availableParallelism()): number {
  return Math.max(0, cores - 1);
}
