/** @agon/nets: reusable networks and their registry. */
export { type Heads, type Network } from './network.js';
export { type QHead, type QInputs, type QNetwork } from './q/qNetwork.js';
export { listNetworks, makeNetwork, makeQNetwork, type NetworkInfo } from './registry.js';
export { startFrom, type BeginningNetwork, type TrainedNetwork } from './startWeights.js';
