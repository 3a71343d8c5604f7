/**
 * Self-play PPO as `agon train ppo-selfplay` runs it: one network plays both seats, illegal moves are masked, nothing is
 * searched. The baseline that a search must beat at equal time.
 */
import { count, parseSettings } from '@agon/core';
import { adam } from '@agon/engine';
import { makeGame } from '@agon/envs';
import * as v from 'valibot';
import type { Agent } from '../agent.js';
import { alphazero } from '../alphazero/alphazero.js';
import { checkMinibatches } from '../onPolicy/settings.js';
import { trainActorCritic, type ActorCriticChoices } from '../onPolicy/trainActorCritic.js';
import { ppoLoss } from '../ppo/loss.js';
import type { Algorithm, Checkpoint, TrainEvent, TrainOptions } from '../trainer.js';
import { GameActors } from './gameActors.js';
import { ppoSelfplayPresets, ppoSelfplaySchema } from './settings.js';

/** @throws unsupported, bad-option, not-finite */
function train(options: TrainOptions): AsyncGenerator<TrainEvent, void> {
  const settings = parseSettings(ppoSelfplaySchema, options.settings, 'algorithm "ppo-selfplay"');
  checkMinibatches('ppo-selfplay', settings);
  const choices: ActorCriticChoices = {
    ...settings,
    heads: 'policy-value',
    optimiser: adam({ epsilon: settings.optimiserEpsilon }),
    loss: (network) => ppoLoss(network, settings),
    columns: ['logProb', 'value', 'advantage', 'return', 'mask'],
  };
  const { numEnvs, openingMoves } = settings;
  const makeActors = (seed: string) => new GameActors(makeGame(options.env), numEnvs, openingMoves, seed);
  return trainActorCritic('ppo-selfplay', options, choices, makeActors);
}

/** A searching player's options; without search where none is asked for. */
const agentSchema = v.strictObject({
  ...alphazero.agentSchema.entries,
  visits: v.optional(count(1, 'simulations for each move; 1: the bare network'), 1),
});

/** Plays as an AlphaZero agent with the same network does, with other visits where none are asked for. */
function loadAgent(
  name: string,
  checkpoint: Checkpoint,
  options: Readonly<Record<string, unknown>>,
): Promise<Agent> {
  return alphazero.loadAgent(name, checkpoint, parseSettings(agentSchema, options, `agent "${name}"`));
}

/** `agon train ppo-selfplay --env GAME`. */
export const ppoSelfplay: Algorithm = {
  id: 'ppo-selfplay',
  title: 'PPO by self-play in board games, without search',
  paper: 'Schulman et al. 2017',
  kind: 'game',
  schema: ppoSelfplaySchema,
  agentSchema,
  presets: ppoSelfplayPresets,
  train,
  loadAgent,
};
