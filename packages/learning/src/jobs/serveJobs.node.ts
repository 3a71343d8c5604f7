/** The entry of a worker thread that does jobs, in Node. */
import { parentPort } from 'node:worker_threads';
import { expose } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import type { ServedThread } from '../threads/servedThread.js';
import { jobService } from './jobService.js';
import { JOBS } from './threadSession.js';
import type { JobHandler, Work } from './work.js';

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
