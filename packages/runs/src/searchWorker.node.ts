/** Worker threads that make the trials of a search, in Node. */
import type { SpawnedWorker } from '@agon/learning';
import { startWorker } from '@agon/learning/node';

/** The built worker: the same file, whether this one runs from src (tests) or from dist. */
const ENTRY = new URL('../dist/searchThread.node.js', import.meta.url);

/** Starts a worker thread for `TrainOptions.spawnWorker` of a search. Needs the built package (`npm run build`). */
export async function searchWorker(): Promise<SpawnedWorker> {
  return startWorker(ENTRY);
}
