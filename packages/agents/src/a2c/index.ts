/** A2C as `agon train a2c` runs it: one update on each short rollout. */
import { parseSettings } from '@agon/core';
import { rmsprop } from '@agon/engine';
import { PolicyAgent, policyAgentSchema } from '../onPolicy/policyAgent.js';
import { trainActorCritic } from '../onPolicy/trainActorCritic.js';
import type { Algorithm, TrainEvent, TrainOptions } from '../trainer.js';
import { a2cLoss } from './loss.js';
import { a2cPresets, a2cSchema } from './settings.js';

/** @throws unsupported, bad-option, not-finite */
function train(options: TrainOptions): AsyncGenerator<TrainEvent, void> {
  const settings = parseSettings(a2cSchema, options.settings, 'algorithm "a2c"');
  return trainActorCritic('a2c', options, {
    ...settings,
    heads: 'actor-critic',
    minibatches: 1,
    epochs: 1,
    optimiser: rmsprop({ decay: 0.99, epsilon: settings.optimiserEpsilon }),
    loss: (network) => a2cLoss(network, settings),
    columns: ['advantage', 'return'],
  });
}

/** `agon train a2c --env ENV`. */
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
