/** PPO as `agon train ppo` runs it. */
import { parseSettings } from '@agon/core';
import { adam } from '@agon/engine';
import { makeEnv } from '@agon/envs';
import { ActorCriticLearner } from '../onPolicy/actorCritic.js';
import type { Actors } from '../onPolicy/actors.js';
import { EnvActors } from '../onPolicy/envActors.js';
import { PolicyAgent, policyAgentSchema } from '../onPolicy/policyAgent.js';
import { checkMinibatches, decayStepsOf } from '../onPolicy/settings.js';
import { trainOnPolicy } from '../onPolicy/train.js';
import type { Algorithm, TrainEvent, TrainOptions } from '../trainer.js';
import { ppoLoss } from './loss.js';
import { ppoPresets, ppoSchema } from './settings.js';

/** @throws unsupported, bad-option, not-finite */
function train(options: TrainOptions): AsyncGenerator<TrainEvent, void> {
  const settings = parseSettings(ppoSchema, options.settings, 'algorithm "ppo"');
  checkMinibatches('ppo', settings);
  const { network, numEnvs, rolloutSteps, optimiserEpsilon: epsilon } = settings;
  const collection = { numEnvs, rolloutSteps, wholeEpisodes: false };
  const seed = `run ${options.seed}`;
  const makeActors = () => new EnvActors(() => makeEnv(options.env), numEnvs, seed);
  const makeLearner = (actors: Actors) =>
    ActorCriticLearner.create(actors, seed, {
      ...settings,
      heads: 'actor-critic',
      decaySteps: decayStepsOf(settings, options),
      optimiser: adam({ epsilon }),
      loss: (built) => ppoLoss(built, settings),
      columns: ['logProb', 'value', 'advantage', 'return'],
    });
  return trainOnPolicy({ id: 'ppo', network, collection, makeActors, makeLearner }, options);
}

export const ppo: Algorithm = {
  id: 'ppo',
  title: 'Proximal policy optimisation',
  paper: 'Schulman et al. 2017; Huang et al. 2022',
  kind: 'env',
  schema: ppoSchema,
  agentSchema: policyAgentSchema,
  presets: ppoPresets,
  train,
  loadAgent: PolicyAgent.load,
};
