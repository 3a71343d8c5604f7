/** Trained weights on disk, by the names under which agents ask for them: "runs/NAME", "runs/NAME@STEP", "zoo/NAME". */
import { AgonError, nearest } from '@agon/core';
import type { Checkpoint, CheckpointSource } from '@agon/agents';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeDisk } from './disk.node.js';
import type { RunConfig } from './run.js';
import { readConfig, runDirectory, runPaths, stepsOf, WEIGHTS } from './runFiles.node.js';

/** `config.json` of a zoo folder: the run's config and the step of the weights. */
export type ZooConfig = Pick<RunConfig, 'algorithm' | 'env' | 'settings'> & { step: number };

const checkpointOf = (config: ZooConfig, weights: Uint8Array): Checkpoint => ({
  algorithm: config.algorithm,
  env: config.env,
  settings: config.settings,
  step: config.step,
  weights,
});

/**
 * A source that reads runs from `runsDir` and trained agents that ship with agon from `zooDir` (`zoo/NAME/` holds
 * config.json and weights.safetensors).
 */
export function diskCheckpoints(runsDir: string, zooDir?: string): CheckpointSource {
  return async (path) => {
    const [, place, name, step] = /^(runs|zoo)\/([^@]+)(?:@(.*))?$/.exec(path) ?? [];
    if (place === 'runs') return readRunCheckpoint(runsDir, name, step);
    if (place === 'zoo' && step === undefined) return readZooCheckpoint(zooDir, name);
    throw new AgonError(
      'not-found',
      `"${path}" names no trained agent; write runs/NAME, runs/NAME@STEP or zoo/NAME.`,
    );
  };
}

function readRunCheckpoint(runsDir: string, name: string, stepText: string | undefined): Checkpoint {
  const directory = runPaths(runDirectory(runsDir, name)).checkpoints;
  const config = readConfig(runsDir, name);
  const steps = stepsOf(nodeDisk.list(directory), WEIGHTS);
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
  return checkpointOf({ ...config, step }, nodeDisk.read(join(directory, `${step}${WEIGHTS}`)));
}

function readZooCheckpoint(zooDir: string | undefined, name: string): Checkpoint {
  const names =
    zooDir !== undefined && existsSync(zooDir)
      ? readdirSync(zooDir)
          .filter((each) => existsSync(join(zooDir, each, 'config.json')))
          .sort()
      : [];
  if (zooDir === undefined || !names.includes(name)) {
    const near = nearest(name, names);
    const known = names.length ? `There are: ${names.join(', ')}.` : 'The zoo is empty.';
    const text = `there is no trained agent "zoo/${name}"; ${near ? `did you mean "zoo/${near}"? ` : ''}${known}`;
    throw new AgonError('not-found', text, { details: { name, names } });
  }
  const config = JSON.parse(readFileSync(join(zooDir, name, 'config.json'), 'utf8')) as ZooConfig;
  return checkpointOf(config, nodeDisk.read(join(zooDir, name, 'weights.safetensors')));
}
