/** Trained weights by name, looked at before anything uses them. */
import { AgonError } from '@agon/core';
import { decodeWeights } from '@agon/engine';
import type { Checkpoint, CheckpointSource } from './trainer.js';

/**
 * The checkpoint that `path` names ("runs/NAME", "runs/NAME@STEP", "zoo/NAME"), its weights whole and finite.
 * @throws what `source` throws; bad-checkpoint, not-finite with the path, the step and the tensor
 */
export async function readCheckpoint(path: string, source: CheckpointSource): Promise<Checkpoint> {
  const checkpoint = await source(path);
  try {
    decodeWeights(checkpoint.weights);
  } catch (error) {
    if (!(error instanceof AgonError)) throw error;
    const message = `"${path}", step ${checkpoint.step}, cannot be used: ${error.message}`;
    throw new AgonError(error.code, message, { cause: error, details: error.details });
  }
  return checkpoint;
}
