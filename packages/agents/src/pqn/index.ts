/** PQN as `agon train pqn` runs it. */
import { parseSettings } from '@agon/core';
import type { Agent } from '../agent.js';
import { DqnAgent } from '../dqn/agent.js';
import { dqnSchema } from '../dqn/settings.js';
import { checkMinibatches, decayStepsOf } from '../onPolicy/settings.js';
import { envActors, trainOnPolicy } from '../onPolicy/train.js';
import type { Algorithm, Checkpoint, TrainEvent, TrainOptions } from '../trainer.js';
import { PqnLearner } from './learner.js';
import { pqnAgentSchema, pqnPresets, pqnSchema } from './settings.js';

/** @throws unsupported, bad-option, not-finite */
function train(options: TrainOptions): AsyncGenerator<TrainEvent, void> {
  const settings = parseSettings(pqnSchema, options.settings, 'algorithm "pqn"');
  checkMinibatches('pqn', settings);
  const { network, numEnvs, rolloutSteps } = settings;
  const collection = { numEnvs, rolloutSteps, wholeEpisodes: false };
  return trainOnPolicy('pqn', network, collection, options, envActors(options, numEnvs), (actors) =>
    PqnLearner.create(actors, `run ${options.seed}`, settings, decayStepsOf(settings, options)),
  );
}

/** Plays as a DQN with the same network does, with another ε where none is asked for. @throws as `DqnAgent.load` */
function loadAgent(
  name: string,
  checkpoint: Checkpoint,
  options: Readonly<Record<string, unknown>>,
): Promise<Agent> {
  const { epsilon } = parseSettings(pqnAgentSchema, options, `agent "${name}"`);
  const { network } = checkpoint.settings;
  return DqnAgent.load(name, { ...checkpoint, settings: { network } }, { epsilon }, dqnSchema);
}

export const pqn: Algorithm = {
  id: 'pqn',
  title: 'Parallelised Q-network: λ-returns and LayerNorm, no replay, no target network',
  paper: 'Gallici et al. 2024',
  kind: 'env',
  schema: pqnSchema,
  agentSchema: pqnAgentSchema,
  presets: pqnPresets,
  train,
  loadAgent,
};
