/** What a run learns from. Only this file and `trainToDisk` tell environments from data. */
import { AgonError, parseSpec, type Spec } from '@agon/core';
import { parseDataSpec, resolveDataSpec } from '@agon/data';
import {
  formatEnv,
  idWithSize,
  KIND_NAMES,
  makeEnvironment,
  observationSize,
  unwrapped,
  type Environment,
} from '@agon/envs';
import { learnsFromData } from '@agon/learning';
import type { DataConfig, PlayConfig } from './run.js';
import type { AnyTrainer } from './trainers.js';

/** An environment or data, as the command line names it; one of the two. */
export interface Named {
  /** The environment's spec. */
  env?: string;
  /** The data's spec. */
  data?: string;
}

/** What follows from it for a run. */
export interface Subject {
  /** Its part of the run's config. */
  readonly config: Pick<PlayConfig, 'env' | 'envVersion'> | Pick<DataConfig, 'data'>;
  /** Presets that are meant where nobody names one, the best first. */
  readonly presets: readonly string[];
  /** Steps a second to expect, on purpose rough: checkpoint intervals must not depend on the machine. */
  readonly nominalSpeed: number;
}

/** Updates a second of a network that learns from data. */
const UPDATES_PER_SECOND = 50;

/**
 * What `trainer` is to learn from.
 * @throws bad-option where it is not named, or something else is; unknown-env; unsupported for another kind of environment
 */
export function resolveSubject(trainer: AnyTrainer, { env, data }: Named): Subject {
  if (learnsFromData(trainer)) {
    if (data === undefined || env !== undefined)
      throw new AgonError('bad-option', `${trainer.id} learns from data: give --data DATA${env === undefined ? '' : ', and leave --env out'}. \`agon data\` lists what there is.`); // prettier-ignore
    const { id } = parseDataSpec(data);
    const { nominalSpeed = UPDATES_PER_SECOND } = trainer;
    return { config: { data: resolveDataSpec(data) }, presets: [id], nominalSpeed };
  }
  if (env === undefined)
    throw new AgonError('bad-option', 'training needs an environment: give --env ENV. `agon envs` lists them.'); // prettier-ignore
  const environment = makeEnvironment(env);
  const { kind } = trainer.task;
  if (environment.kind !== kind) {
    throw new AgonError(
      'unsupported',
      `${trainer.id} trains on ${KIND_NAMES[kind]}; "${env}" is not one. \`agon envs\` lists them.`,
    );
  }
  const rules = unwrapped(environment);
  const sized = idWithSize(rules);
  return {
    config: { env: formatEnv(rules), envVersion: rules.version },
    presets: sized === undefined ? [rules.id] : [sized, rules.id],
    nominalSpeed: speedOf(environment),
  };
}

/** The spec of what is named, as it was written: what a run is called after. */
export const writtenSpec = ({ env, data }: Named): Spec =>
  env === undefined ? parseDataSpec(data ?? '') : parseSpec(env);

function speedOf(environment: Environment): number {
  if (environment.kind === 'game') return 30; // a step is a move chosen by a search
  return observationSize(environment.env.observation) <= 2_000 ? 1_000 : 100; // MinAtar: 400–1,000; Atari: 28,224
}
