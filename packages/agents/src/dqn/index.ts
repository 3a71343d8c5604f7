/** DQN as `agon train dqn` runs it. */
import type { Algorithm } from '../trainer.js';
import { DqnAgent } from './agent.js';
import { dqnAgentSchema, dqnPresets, dqnSchema } from './settings.js';
import { trainDqn } from './train.js';

export const dqn: Algorithm = {
  id: 'dqn',
  title: 'Deep Q-network, Double DQN as an option',
  paper: 'Mnih et al. 2013, 2015; van Hasselt et al. 2016',
  kind: 'env',
  schema: dqnSchema,
  agentSchema: dqnAgentSchema,
  presets: dqnPresets,
  train: trainDqn,
  loadAgent: DqnAgent.load,
};
