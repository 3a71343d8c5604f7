/** A2C as `agon train a2c` runs it: one update on each short rollout. */
import { parseSettings } from '@agon/core';
import { rmsprop } from '@agon/engine';
import type { TrainPlan } from '@agon/learning';
import type { Algorithm } from '../../algorithm.js';
import { checkOnPolicy } from '../onPolicy/check.js';
import { followsLength } from '../onPolicy/settings.js';
import { onPolicyMemory } from '../onPolicy/memory.js';
import { actorCriticHeadline, actorCriticMetrics, type ActorCriticMetric } from '../onPolicy/metrics.js';
import { PolicyAgent, policySubject, policyAgentSchema } from '../onPolicy/policyAgent.js';
import { trainActorCritic, type ActorCriticChoices } from '../onPolicy/trainActorCritic.js';
import { a2cLoss } from './loss.js';
import { a2cPresets, a2cSchema } from './settings.js';

/** @throws bad-option */
function choicesOf(plan: TrainPlan): ActorCriticChoices {
  const settings = parseSettings(a2cSchema, plan.settings, 'algorithm "a2c"');
  return {
    ...settings,
    networkKind: 'actor-critic',
    minibatches: 1,
    epochs: 1,
    optimiser: rmsprop({ decay: 0.99, epsilon: settings.optimiserEpsilon }),
    loss: (network) => a2cLoss(network, settings),
    columns: ['advantage', 'return'],
  };
}

/** `agon train a2c --env ENV`. */
export const a2c: Algorithm<ActorCriticMetric, typeof a2cSchema> = {
  id: 'a2c',
  title: 'Advantage actor-critic, synchronous',
  paper: 'Mnih et al. 2016',
  task: { kind: 'env' },
  schema: a2cSchema,
  agentSchema: policyAgentSchema,
  metrics: actorCriticMetrics,
  headline: actorCriticHeadline,
  presets: a2cPresets,
  followsLength,
  check: (plan) => checkOnPolicy('a2c', plan, choicesOf(plan)),
  memory: (plan) => onPolicyMemory(plan, choicesOf(plan)),
  train: (options) => trainActorCritic('a2c', options, choicesOf(options)),
  loadAgent: PolicyAgent.load,
  subject: policySubject,
};
