/** The network of anything trained, to be looked into. */
import { algorithm } from '@agon/agents';
import { AgonError } from '@agon/core';
import type { Checkpoint, TrainedSubject } from '@agon/learning';
import { dataTrainer } from '@agon/models';

/** @throws bad-checkpoint, not-finite, unknown-algorithm; unsupported for what sees no pictures and does not play */
export function trainedSubject(checkpoint: Checkpoint): TrainedSubject {
  if (checkpoint.env !== undefined) return algorithm(checkpoint.algorithm).subject(checkpoint);
  const { id, subject } = dataTrainer(checkpoint.algorithm);
  if (!subject)
    throw new AgonError('unsupported', `a ${id} sees no pictures, and cannot be looked into as they can.`);
  return subject(checkpoint);
}
