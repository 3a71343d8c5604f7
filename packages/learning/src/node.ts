/** @agon/learning/node: worker threads. */
export { serveJobs } from './jobs/serveJobs.node.js';
export { defaultWorkers, startWorker, watch } from './threads/nodeThread.node.js';
