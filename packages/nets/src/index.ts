/** @agon/nets: reusable networks and their registry. */
export { type Heads, type Network } from './network.js';
export { listNetworks, makeNetwork, type NetworkInfo } from './registry.js';
