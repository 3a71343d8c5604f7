/** What a training run takes of memory, and the refusal of one that does not fit. */
import { requireMemory, type MemoryItem } from '@agon/core';
import type { Task, Trainer, TrainPlan } from '../trainer.js';
import { threadsMemory } from './parts.js';

/** All that a run takes, by its parts. @throws bad-option, unknown-env, unknown-net, unsupported */
export function trainingMemory<T extends Task>(trainer: Trainer<T>, plan: TrainPlan<T>): MemoryItem[] {
  const threads = plan.workers > 0 ? [threadsMemory(plan.workers)] : [];
  return [...threads, ...trainer.memory(plan)];
}

/** @param available bytes that there are; those of this machine if not given @throws bad-option where the run needs more */
export function requireTrainingMemory<T extends Task>(
  trainer: Trainer<T>,
  plan: TrainPlan<T>,
  available?: number,
): void {
  requireMemory(`training by "${trainer.id}"`, trainingMemory(trainer, plan), available);
}
