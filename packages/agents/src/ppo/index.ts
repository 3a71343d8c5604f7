/** PPO as `agon train ppo` runs it. */
import { parseSettings } from '@agon/core';
import { adam } from '@agon/engine';
import { PolicyAgent, policyAgentSchema } from '../onPolicy/policyAgent.js';
import { checkMinibatches } from '../onPolicy/settings.js';
import { trainActorCritic } from '../onPolicy/trainActorCritic.js';
import type { Algorithm, TrainEvent, TrainOptions } from '../trainer.js';
import { ppoLoss } from './loss.js';
import { ppoPresets, ppoSchema } from './settings.js';

/** @throws unsupported, bad-option, not-finite */
function train(options: TrainOptions): AsyncGenerator<TrainEvent, void> {
  const settings = parseSettings(ppoSchema, options.settings, 'algorithm "ppo"');
  checkMinibatches('ppo', settings);
  return trainActorCritic('ppo', options, {
    ...settings,
    heads: 'actor-critic',
    optimiser: adam({ epsilon: settings.optimiserEpsilon }),
    loss: (network) => ppoLoss(network, settings),
    columns: ['logProb', 'value', 'advantage', 'return'],
  });
}

/** `agon train ppo --env ENV`. */
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
