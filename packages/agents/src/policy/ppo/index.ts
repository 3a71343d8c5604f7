/** PPO as `agon train ppo` runs it. */
import { parseSettings } from '@agon/core';
import { adam } from '@agon/engine';
import type { TrainPlan } from '@agon/learning';
import type { Algorithm } from '../../algorithm.js';
import { checkOnPolicy } from '../onPolicy/check.js';
import { followsLength } from '../onPolicy/settings.js';
import { onPolicyMemory } from '../onPolicy/memory.js';
import { PolicyAgent, policySubject, policyAgentSchema } from '../onPolicy/policyAgent.js';
import { trainActorCritic, type ActorCriticChoices } from '../onPolicy/trainActorCritic.js';
import { ppoLoss } from './loss.js';
import { ppoPresets, ppoSchema } from './settings.js';
import { actorCriticHeadline } from '../onPolicy/metrics.js';
import { ppoMetrics, type PpoMetric } from './metrics.js';

/** @throws bad-option */
function choicesOf(plan: TrainPlan): ActorCriticChoices {
  const settings = parseSettings(ppoSchema, plan.settings, 'algorithm "ppo"');
  return {
    ...settings,
    networkKind: 'actor-critic',
    optimiser: adam({ epsilon: settings.optimiserEpsilon }),
    loss: (network) => ppoLoss(network, settings),
    columns: ['logProb', 'value', 'advantage', 'return'],
  };
}

/** `agon train ppo --env ENV`. */
export const ppo: Algorithm<PpoMetric, typeof ppoSchema> = {
  id: 'ppo',
  title: 'Proximal policy optimisation',
  paper: 'Schulman et al. 2017; Huang et al. 2022',
  task: { kind: 'env' },
  schema: ppoSchema,
  agentSchema: policyAgentSchema,
  metrics: ppoMetrics,
  headline: actorCriticHeadline,
  presets: ppoPresets,
  followsLength,
  check: (plan) => checkOnPolicy('ppo', plan, choicesOf(plan)),
  memory: (plan) => onPolicyMemory(plan, choicesOf(plan)),
  train: (options) => trainActorCritic('ppo', options, choicesOf(options)),
  loadAgent: PolicyAgent.load,
  subject: policySubject,
};
