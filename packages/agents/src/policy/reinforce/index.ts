/**
 * REINFORCE as `agon train reinforce` runs it: whole episodes, one update on all of them. Where an episode is cut, by
 * `episodeLimit` or by the environment's time limit, its return ends there; with a baseline, that estimates the rest.
 */
import { parseSettings } from '@agon/core';
import { adam } from '@agon/engine';
import type { TrainPlan } from '@agon/learning';
import type { Algorithm } from '../../algorithm.js';
import { checkOnPolicy } from '../onPolicy/check.js';
import { followsLength } from '../onPolicy/settings.js';
import { onPolicyMemory } from '../onPolicy/memory.js';
import { actorCriticHeadline, actorCriticMetrics, type ActorCriticMetric } from '../onPolicy/metrics.js';
import { PolicyAgent, policySubject, policyAgentSchema } from '../onPolicy/policyAgent.js';
import { trainActorCritic, type ActorCriticChoices } from '../onPolicy/trainActorCritic.js';
import { reinforceLoss } from './loss.js';
import { reinforcePresets, reinforceSchema } from './settings.js';

/** @throws bad-option */
function choicesOf(plan: TrainPlan): ActorCriticChoices {
  const settings = parseSettings(reinforceSchema, plan.settings, 'algorithm "reinforce"');
  return {
    ...settings,
    networkKind: 'actor-critic',
    numEnvs: settings.episodes,
    rolloutSteps: settings.episodeLimit,
    wholeEpisodes: true,
    minibatches: 1,
    epochs: 1,
    lambda: 1,
    bootstraps: settings.baseline,
    optimiser: adam({ epsilon: settings.optimiserEpsilon }),
    loss: (network) => reinforceLoss(network, settings),
    columns: ['value', 'return', 'weight'],
  };
}

/** `agon train reinforce --env ENV`. */
export const reinforce: Algorithm<ActorCriticMetric, typeof reinforceSchema> = {
  id: 'reinforce',
  title: 'REINFORCE: Monte Carlo policy gradient, with a learned baseline unless that is turned off',
  paper: 'Williams 1992',
  task: { kind: 'env' },
  schema: reinforceSchema,
  agentSchema: policyAgentSchema,
  metrics: actorCriticMetrics,
  headline: actorCriticHeadline,
  presets: reinforcePresets,
  followsLength,
  check: (plan) => checkOnPolicy('reinforce', plan, choicesOf(plan)),
  memory: (plan) =>
    onPolicyMemory(plan, choicesOf(plan), { numEnvs: 'episodes', rolloutSteps: 'episodeLimit' }),
  train: (options) => trainActorCritic('reinforce', options, choicesOf(options)),
  loadAgent: PolicyAgent.load,
  subject: policySubject,
};
