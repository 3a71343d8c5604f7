/** Trained weights on disk, by the names under which agents ask for them: "runs/NAME", "runs/NAME@STEP", "zoo/NAME". */
import { AgonError } from '@agon/core';
import type { Checkpoint, CheckpointSource } from '@agon/learning';
import { checkpointSteps, readConfig, readTrials, readWeights, runDirectory } from './runFiles.node.js';
import { trainedName } from './trainedName.js';
import { isSearch, trainedBy } from './trainedBy.js';
import { readZooCheckpoint } from './zoo.node.js';

/** A source that reads runs from `runsDir` and agents of the zoo from the folders `zooDirs`, the first that has one. */
export function diskCheckpoints(runsDir: string, zooDirs: readonly string[] = []): CheckpointSource {
  return async (path) => {
    const trained = trainedName(path);
    if (trained?.place === 'runs') return readRunCheckpoint(runsDir, trained.name, trained.step);
    if (trained?.place === 'zoo' && trained.step === undefined)
      return readZooCheckpoint(zooDirs, trained.name);
    throw new AgonError(
      'not-found',
      `"${path}" names no trained agent; write runs/NAME, runs/NAME@STEP or zoo/NAME.`,
    );
  };
}

function readRunCheckpoint(runsDir: string, name: string, stepText: string | undefined): Checkpoint {
  const config = readConfig(runsDir, name);
  const steps = checkpointSteps(runsDir, name);
  if (steps.length === 0) {
    const text = `run "${name}" has no checkpoint yet; the first one comes at step ${config.checkpointEvery}.`;
    throw new AgonError('not-found', text);
  }
  const step = stepText === undefined ? steps[steps.length - 1] : Number(stepText);
  if (!steps.includes(step)) {
    const list = steps.length > 12 ? [...steps.slice(0, 5), '…', ...steps.slice(-5)] : steps;
    const near = steps.reduce((a, b) => (Math.abs(b - step) < Math.abs(a - step) ? b : a));
    const text = `run "${name}" has no checkpoint at step ${stepText}; the nearest is ${near}. It has ${steps.length}: ${list.join(', ')}.`;
    throw new AgonError('not-found', text, { details: { steps } });
  }
  const weights = readWeights(runDirectory(runsDir, name), step);
  const trials = isSearch(config) ? readTrials(runsDir, name) : [];
  return { ...trainedBy(config, trials, step), step, weights };
}
