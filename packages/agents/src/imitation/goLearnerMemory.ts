/** What learning from recorded games takes of memory; the games apart, which nobody has read yet. */
import type { MemoryItem } from '@agon/core';
import { learnerMemory } from '@agon/learning';
import { batchOf, type Network } from '@agon/nets';

/** Copies of the weights beside those of training: the average, the state, those of the programs that measure and play. */
export const FURTHER_COPIES = 4;

/** A network that learns from games, as its memory is estimated. */
export const trained = (network: Network) => ({
  parameters: network.parameters,
  fn: network.apply,
  inputs: (rows: number) => batchOf(network, rows),
});

/** A network that learns from games. @throws bad-option for one that is too large */
export function goLearnerMemory(network: Network, batchSize: number): MemoryItem[] {
  return learnerMemory(trained(network), { rows: batchSize, copies: FURTHER_COPIES, batch: '"batchSize"' });
}
