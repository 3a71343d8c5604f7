/** What training takes of memory, known once the data is open. */
import { requireMemory } from '@agon/core';
import { learnerMemory } from '@agon/learning';
import { trainingBatchOf, type Network } from '@agon/nets';

/**
 * @param id the trainer's
 * @param copies of the weights beside those of training: the average, and those of the programs that measure
 * @throws bad-option for a network beyond all memories
 */
export function requireTrainingMemory(id: string, network: Network, batchSize: number, copies: number): void {
  const learner = {
    parameters: network.parameters,
    fn: network.training.apply,
    inputs: (rows: number) => trainingBatchOf(network, rows),
  };
  requireMemory(
    `training by "${id}"`,
    learnerMemory(learner, { rows: batchSize, copies, batch: '"batchSize"' }),
  );
}
