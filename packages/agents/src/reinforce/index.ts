/** REINFORCE as `agon train reinforce` runs it: whole episodes, one update on all of them. */
import { parseSettings } from '@agon/core';
import { adam } from '@agon/engine';
import { makeEnv } from '@agon/envs';
import { ActorCriticLearner } from '../onPolicy/actorCritic.js';
import type { Actors } from '../onPolicy/actors.js';
import { EnvActors } from '../onPolicy/envActors.js';
import { PolicyAgent, policyAgentSchema } from '../onPolicy/policyAgent.js';
import { decayStepsOf } from '../onPolicy/settings.js';
import { trainOnPolicy } from '../onPolicy/train.js';
import type { Algorithm, TrainEvent, TrainOptions } from '../trainer.js';
import { reinforceLoss } from './loss.js';
import { reinforcePresets, reinforceSchema } from './settings.js';

/** @throws unsupported, bad-option, not-finite */
function train(options: TrainOptions): AsyncGenerator<TrainEvent, void> {
  const settings = parseSettings(reinforceSchema, options.settings, 'algorithm "reinforce"');
  const { network, episodes, episodeLimit, optimiserEpsilon: epsilon } = settings;
  const collection = { numEnvs: episodes, rolloutSteps: episodeLimit, wholeEpisodes: true };
  const seed = `run ${options.seed}`;
  const makeActors = () => new EnvActors(() => makeEnv(options.env), episodes, seed);
  const makeLearner = (actors: Actors) =>
    ActorCriticLearner.create(actors, seed, {
      ...settings,
      heads: 'actor-critic',
      ...collection,
      minibatches: 1,
      epochs: 1,
      lambda: 1,
      decaySteps: decayStepsOf(settings, options),
      optimiser: adam({ epsilon }),
      loss: (built) => reinforceLoss(built, settings),
      columns: ['value', 'return', 'weight'],
    });
  return trainOnPolicy({ id: 'reinforce', network, collection, makeActors, makeLearner }, options);
}

export const reinforce: Algorithm = {
  id: 'reinforce',
  title: 'REINFORCE: Monte Carlo policy gradient, with a baseline as an option',
  paper: 'Williams 1992',
  kind: 'env',
  schema: reinforceSchema,
  agentSchema: policyAgentSchema,
  presets: reinforcePresets,
  train,
  loadAgent: PolicyAgent.load,
};
