/** @agon/agents/node: worker threads. */
export { defaultWorkers, nodeWorker, serve, startWorker } from './selfplay/nodeWorker.node.js';
