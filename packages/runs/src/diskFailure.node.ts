/** What is said where the system refuses to write (or read) in the middle of the work: what is kept, and how to go on. */
import { AgonError, isSystemError, systemErrorAdvice, systemErrorText } from '@agon/core';
import { existsSync } from 'node:fs';
import { nodeDisk } from './disk.node.js';
import { runPaths } from './runFiles.node.js';
import { StateStore } from './stateStore.node.js';

/**
 * An error of the system as one that says what is kept and how to go on; any other as it is.
 * @param kept a sentence
 * @param command the command line that goes on
 */
export function diskFailure(error: unknown, kept: () => string, command: string): unknown {
  if (!isSystemError(error)) return error;
  const advice = systemErrorAdvice(error) ?? 'Mend that';
  const text = `${systemErrorText(error)}. ${kept()} ${advice}, then resume with:\n  ${command}`;
  return new AgonError('disk', text, { cause: error });
}

/** What is left of a run whose writing failed, as a sentence. */
export function keptOfRun(directory: string): string {
  if (!existsSync(directory)) return `The folder ${directory} is gone.`;
  try {
    const manifest = new StateStore(nodeDisk, runPaths(directory).state).manifest();
    return manifest
      ? `The run keeps its state of step ${manifest.step}.`
      : 'The run has no state yet; it begins again at step 0.';
  } catch (error) {
    return `What the run keeps cannot be read now: ${(error as Error).message}`;
  }
}
