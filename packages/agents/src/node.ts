/** @agon/agents/node: worker threads. */
export { nodeWorker } from './nodeWorker.node.js';
