/** PQN as `agon train pqn` runs it. */
import { parseSettings } from '@agon/core';
import { makeEnv } from '@agon/envs';
import type { AgentCheckpoint, TrainEvent, TrainOptions, TrainPlan } from '@agon/learning';
import type { Agent } from '../../agent.js';
import { DqnAgent, valueSubject } from '../../value/dqn/agent.js';
import { dqnSchema } from '../../value/dqn/settings.js';
import type { Algorithm } from '../../algorithm.js';
import type { Actors } from '../onPolicy/actors.js';
import { checkOnPolicy } from '../onPolicy/check.js';
import { onPolicyMemory } from '../onPolicy/memory.js';
import { EnvActors } from '../onPolicy/envActors.js';
import { decayStepsOf, followsLength } from '../onPolicy/settings.js';
import { trainOnPolicy } from '../onPolicy/train.js';
import { PqnLearner } from './learner.js';
import { pqnAgentSchema, pqnPresets, pqnSchema, type PqnSettings } from './settings.js';
import { qHeadline } from '../../value/dqn/metrics.js';
import { pqnMetrics, type PqnMetric } from './metrics.js';

/** @throws bad-option, unknown-env, unknown-net, unsupported */
function check(plan: TrainPlan): void {
  checkOnPolicy('pqn', plan, { ...settingsOf(plan), networkKind: 'q' });
}

/** @throws bad-option */
function settingsOf({ settings }: TrainPlan): PqnSettings {
  return parseSettings(pqnSchema, settings, 'algorithm "pqn"');
}

/** @throws what `check` does; not-finite */
function train(options: TrainOptions): AsyncGenerator<TrainEvent<PqnMetric>, void> {
  check(options);
  const settings = settingsOf(options);
  const { network, start, numEnvs, rolloutSteps } = settings;
  const collection = { numEnvs, rolloutSteps, wholeEpisodes: false };
  const seed = `run ${options.seed}`;
  const makeActors = () => new EnvActors(() => makeEnv(options.env), numEnvs, seed);
  const makeLearner = (actors: Actors) =>
    PqnLearner.create(actors, seed, settings, decayStepsOf(settings, options));
  return trainOnPolicy({ network, start, collection, makeActors, makeLearner }, options);
}

/** Plays as a DQN with the same network does, with another ε where none is asked for. @throws as `DqnAgent.load` */
function loadAgent(
  name: string,
  checkpoint: AgentCheckpoint,
  options: Readonly<Record<string, unknown>>,
): Promise<Agent> {
  const { epsilon } = parseSettings(pqnAgentSchema, options, `agent "${name}"`);
  return DqnAgent.load(name, asValues(checkpoint), { epsilon }, dqnSchema);
}

/** The network alone is told of in the settings of a value learner. */
const asValues = (checkpoint: AgentCheckpoint): AgentCheckpoint => ({
  ...checkpoint,
  settings: { network: checkpoint.settings.network },
});

/** `agon train pqn --env ENV`. Its player is that of the value family. */
export const pqn: Algorithm<PqnMetric, typeof pqnSchema> = {
  id: 'pqn',
  title: 'Parallelised Q-network: λ-returns and LayerNorm, no replay, no target network',
  paper: 'Gallici et al. 2024',
  task: { kind: 'env' },
  schema: pqnSchema,
  agentSchema: pqnAgentSchema,
  metrics: pqnMetrics,
  headline: qHeadline,
  presets: pqnPresets,
  followsLength,
  check,
  memory: (plan) => onPolicyMemory(plan, { ...settingsOf(plan), networkKind: 'q' }),
  train,
  loadAgent,
  subject: (checkpoint) => valueSubject(asValues(checkpoint), dqnSchema),
};
