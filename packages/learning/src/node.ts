/** @agon/learning/node: worker threads. */
export { defaultWorkers, serve, startWorker, watch } from './threads/nodeThread.node.js';
