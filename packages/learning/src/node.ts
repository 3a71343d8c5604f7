/** @agon/learning/node: worker threads. */
export { defaultWorkers, serveJobs, startWorker, watch } from './threads/nodeThread.node.js';
