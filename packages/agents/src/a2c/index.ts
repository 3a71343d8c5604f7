/** A2C as `agon train a2c` runs it: one update on each short rollout. */
import { parseSettings } from '@agon/core';
import { rmsprop } from '@agon/engine';
import { makeEnv } from '@agon/envs';
import { ActorCriticLearner } from '../onPolicy/actorCritic.js';
import type { Actors } from '../onPolicy/actors.js';
import { EnvActors } from '../onPolicy/envActors.js';
import { PolicyAgent, policyAgentSchema } from '../onPolicy/policyAgent.js';
import { decayStepsOf } from '../onPolicy/settings.js';
import { trainOnPolicy } from '../onPolicy/train.js';
import type { Algorithm, TrainEvent, TrainOptions } from '../trainer.js';
import { a2cLoss } from './loss.js';
import { a2cPresets, a2cSchema } from './settings.js';

/** @throws unsupported, bad-option, not-finite */
function train(options: TrainOptions): AsyncGenerator<TrainEvent, void> {
  const settings = parseSettings(a2cSchema, options.settings, 'algorithm "a2c"');
  const { network, numEnvs, rolloutSteps, optimiserEpsilon: epsilon } = settings;
  const collection = { numEnvs, rolloutSteps, wholeEpisodes: false };
  const seed = `run ${options.seed}`;
  const makeActors = () => new EnvActors(() => makeEnv(options.env), numEnvs, seed);
  const makeLearner = (actors: Actors) =>
    ActorCriticLearner.create(actors, seed, {
      ...settings,
      heads: 'actor-critic',
      minibatches: 1,
      epochs: 1,
      decaySteps: decayStepsOf(settings, options),
      optimiser: rmsprop({ decay: 0.99, epsilon }),
      loss: (built) => a2cLoss(built, settings),
      columns: ['advantage', 'return'],
    });
  return trainOnPolicy({ id: 'a2c', network, collection, makeActors, makeLearner }, options);
}

export const a2c: Algorithm = {
  id: 'a2c',
  title: 'Advantage actor-critic, synchronous',
  paper: 'Mnih et al. 2016',
  kind: 'env',
  schema: a2cSchema,
  agentSchema: policyAgentSchema,
  presets: a2cPresets,
  train,
  loadAgent: PolicyAgent.load,
};
