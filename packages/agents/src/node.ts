/** @agon/agents/node: worker threads. */
export { nodeWorker } from './nodeWorker.node.js';
export { defaultWorkers, serve, startWorker } from './selfplay/nodeThread.node.js';
