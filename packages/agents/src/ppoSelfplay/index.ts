/**
 * Self-play PPO as `agon train ppo-selfplay` runs it: one network plays both seats, illegal moves are masked, nothing is
 * searched. The baseline that a search must beat at equal time.
 */
import { count, described, MOST_HELD, parseSettings } from '@agon/core';
import { adam } from '@agon/engine';
import { makeGame } from '@agon/envs';
import * as v from 'valibot';
import type { AgentCheckpoint, TrainEvent, TrainOptions, TrainPlan } from '@agon/learning';
import type { Agent } from '../agent.js';
import { alphazero } from '../alphazero/alphazero.js';
import { checkOnPolicy } from '../policy/onPolicy/check.js';
import { followsLength } from '../policy/onPolicy/settings.js';
import { onPolicyMemory } from '../policy/onPolicy/memory.js';
import { actorCriticHeadline } from '../policy/onPolicy/metrics.js';
import { ppoMetrics, type PpoMetric } from '../policy/ppo/metrics.js';
import { trainActorCritic, type ActorCriticChoices } from '../policy/onPolicy/trainActorCritic.js';
import { ppoLoss } from '../policy/ppo/loss.js';
import type { Algorithm } from '../algorithm.js';
import { GameActors } from './gameActors.js';
import { ppoSelfplayPresets, ppoSelfplaySchema } from './settings.js';

/** Whatever `trainActorCritic` is told, and what its actors need beside it. @throws bad-option */
function choicesOf(plan: TrainPlan): ActorCriticChoices & { openingMoves: number } {
  const settings = parseSettings(ppoSelfplaySchema, plan.settings, 'algorithm "ppo-selfplay"');
  return {
    ...settings,
    networkKind: 'policy-value',
    optimiser: adam({ epsilon: settings.optimiserEpsilon }),
    loss: (network) => ppoLoss(network, settings),
    columns: ['logProb', 'value', 'advantage', 'return', 'mask'],
  };
}

/** @throws bad-option, unknown-env, unknown-net, unsupported, not-finite */
function train(options: TrainOptions): AsyncGenerator<TrainEvent<PpoMetric>, void> {
  const choices = choicesOf(options);
  const { numEnvs, openingMoves } = choices;
  const makeActors = (seed: string) =>
    new GameActors(makeGame(options.env), numEnvs, openingMoves, seed, options.live);
  return trainActorCritic('ppo-selfplay', options, choices, makeActors);
}

/** A searching player's options; without search where none is asked for. */
const agentSchema = v.strictObject({
  ...alphazero.agentSchema.entries,
  visits: v.optional(described(count(1, MOST_HELD), 'simulations per move; 1: the network alone'), 1),
});

/** Plays as an AlphaZero agent with the same network does, with other visits where none are asked for. */
function loadAgent(
  name: string,
  checkpoint: AgentCheckpoint,
  options: Readonly<Record<string, unknown>>,
): Promise<Agent> {
  return alphazero.loadAgent(name, checkpoint, parseSettings(agentSchema, options, `agent "${name}"`));
}

/** `agon train ppo-selfplay --env GAME`. */
export const ppoSelfplay: Algorithm<PpoMetric, typeof ppoSelfplaySchema> = {
  id: 'ppo-selfplay',
  title: 'PPO by self-play in board games, without search',
  paper: 'Schulman et al. 2017',
  task: { kind: 'game' },
  schema: ppoSelfplaySchema,
  agentSchema,
  metrics: ppoMetrics,
  headline: actorCriticHeadline,
  presets: ppoSelfplayPresets,
  followsLength,
  check: (plan) => checkOnPolicy('ppo-selfplay', plan, choicesOf(plan)),
  memory: (plan) => onPolicyMemory(plan, choicesOf(plan)),
  train,
  loadAgent,
  subject: alphazero.subject,
};
