/** @agon/agents/node: worker threads. */
export { defaultWorkers, nodeWorker } from './selfplay/nodeWorker.node.js';
