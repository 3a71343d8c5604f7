/** Trained weights by name, looked at before anything uses them. */
import { AgonError } from '@agon/core';
import { decodeWeights } from '@agon/engine';
import type { AgentCheckpoint, Checkpoint, CheckpointSource } from './trainer.js';

/**
 * Looks whether the weights of the checkpoint `path` are whole and finite.
 * @throws bad-checkpoint, not-finite with the path, the step and the tensor
 */
export function checkWeights(path: string, { step, weights }: Checkpoint): void {
  try {
    decodeWeights(weights);
  } catch (error) {
    if (!(error instanceof AgonError)) throw error;
    const message = `"${path}", step ${step}, cannot be used: ${error.message}`;
    throw new AgonError(error.code, message, { cause: error, details: error.details });
  }
}

/**
 * The checkpoint that `path` names ("runs/NAME", "runs/NAME@STEP", "zoo/NAME"), its weights whole and finite.
 * @param source not given where there are none
 * @throws unsupported without a source; what `source` throws; what `checkWeights` throws
 */
export async function readCheckpoint(
  path: string,
  source: CheckpointSource | undefined,
): Promise<Checkpoint> {
  if (!source)
    throw new AgonError('unsupported', `there are no runs here to read the weights of "${path}" from.`);
  const checkpoint = await source(path);
  checkWeights(path, checkpoint);
  return checkpoint;
}

/** A checkpoint of something that plays. @throws unsupported where `path` is one that was trained on data */
export function requireAgent(path: string, checkpoint: Checkpoint): AgentCheckpoint {
  if (checkpoint.env !== undefined) return checkpoint;
  const { algorithm, data } = checkpoint;
  throw new AgonError(
    'unsupported',
    `"${path}" is a ${algorithm} that learned from ${data}: it plays nothing. \`agon eval --model ${path} --data ${data}\` measures it.`,
  );
}
