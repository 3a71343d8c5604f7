/** The network of anything trained, to be looked into. */
import { algorithm } from '@agon/agents';
import type { Checkpoint, TrainedSubject } from '@agon/learning';
import { dataTrainer } from '@agon/models';

/** @throws bad-checkpoint, not-finite, unknown-algorithm */
export function trainedSubject(checkpoint: Checkpoint): TrainedSubject {
  return checkpoint.env === undefined
    ? dataTrainer(checkpoint.algorithm).subject(checkpoint)
    : algorithm(checkpoint.algorithm).subject(checkpoint);
}
