/** @agon/nets: reusable networks and their registry. */
export { formatBlocks, parseBlock, type Block } from './vision/block.js';
export type { AnySizes, NetworkOutput } from './kind.js';
export {
  batchOf,
  numLearned,
  trainingBatchOf,
  type Looking,
  type Network,
  type NetworkInTraining,
} from './network.js';
export type { NetworkInfo } from './networkRegistry.js';
export { type QHead, type QInputs, type QNetwork } from './q/qNetwork.js';
export {
  describeNetwork,
  listNetworks,
  makeAnyNetwork,
  makeNetwork,
  makeQNetwork,
  type NetworkKind,
} from './registry.js';
export { WORD_TABLE } from './text/textEntry.js';
export { takeSharedWeights } from './sharedWeights.js';
export { startFrom, type BeginningNetwork, type TrainedNetwork } from './startWeights.js';
