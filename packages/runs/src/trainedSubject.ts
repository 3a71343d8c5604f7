/** The network of anything trained, to be looked into. */
import { algorithm } from '@agon/agents';
import { AgonError } from '@agon/core';
import type { Checkpoint, TrainedSubject } from '@agon/learning';
import { dataTrainer } from '@agon/models';

/** @throws bad-checkpoint, not-finite, unknown-algorithm; unsupported for what sees no pictures */
export function trainedSubject(checkpoint: Checkpoint): TrainedSubject {
  const { algorithm: id } = checkpoint;
  const found =
    checkpoint.env === undefined
      ? dataTrainer(id).subject?.(checkpoint)
      : algorithm(id).subject?.(checkpoint);
  if (!found)
    throw new AgonError('unsupported', `a ${id} sees no pictures, and cannot be looked into as they can.`);
  return found;
}
