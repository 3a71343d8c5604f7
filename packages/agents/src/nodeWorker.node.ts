/** The worker thread of algorithms, in Node. */
import type { SpawnedWorker } from '@agon/learning';
import { startWorker } from '@agon/learning/node';

/** The built worker: the same file, whether this one runs from src (tests) or from dist. */
const ENTRY = new URL('../dist/worker.node.js', import.meta.url);

/** Starts a worker thread for `TrainOptions.spawnWorker`. Needs the built package (`npm run build`). */
export async function nodeWorker(): Promise<SpawnedWorker> {
  return startWorker(ENTRY);
}
