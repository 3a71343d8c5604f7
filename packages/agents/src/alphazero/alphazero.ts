/** AlphaZero: a policy and value network that learns from its own search (Silver et al. 2017, 2018). */
import { count, described, MOST_HELD, parseSettings } from '@agon/core';
import { Parameters } from '@agon/engine';
import type { Game } from '@agon/envs';
import type { AgentCheckpoint } from '@agon/learning';
import type { Evaluator } from '@agon/mcts';
import * as v from 'valibot';
import { makeNetwork } from '@agon/nets';
import { SearchAgent, searchAgentEntries, symmetriesEntry } from '../players/searchAgent.js';
import { gameSubject } from '../agentSubject.js';
import type { Algorithm } from '../algorithm.js';
import { NetworkEvaluator } from '../board/networkEvaluator.js';
import { shownGame } from '../board/shownGame.js';
import { alphazeroPresets } from './presets.js';
import { alphazeroSchema } from './settings.js';
import { check, settingsOf, train } from './train.js';
import { alphazeroMemory } from './memory.js';
import { trainedSettings } from './trainedSettings.js';
import { alphazeroMetrics, type AlphazeroMetric } from './metrics.js';

const agentSchema = v.strictObject({
  visits: v.optional(described(count(1, MOST_HELD), 'simulations per move; 1: the network alone'), 100),
  ...symmetriesEntry(1),
  ...searchAgentEntries,
});

/** Views where nobody asks for a number: a mirror image is worth its price (docs/results.md), eight views slow down too much. */
const fewViews = ({ symmetries = [] }: Game): number => (symmetries.length === 2 ? 2 : 1);

/** A trained network with its game as it is shown it. @throws bad-checkpoint, bad-option */
function trainedNetwork(checkpoint: AgentCheckpoint) {
  const trained = trainedSettings(checkpoint.settings);
  const game = shownGame(checkpoint.env, trained.planes);
  const network = makeNetwork(trained.network, 'policy-value', {
    input: game.observation.shape,
    actions: game.numActions,
  });
  const parameters = new Parameters(network.parameters);
  parameters.loadSafetensors(checkpoint.weights);
  return { trained, game, network, parameters };
}

/** `agon train alphazero --env GAME`. With workers, pass `spawnWorker`; without, it also runs in a page. */
export const alphazero: Algorithm<AlphazeroMetric, typeof alphazeroSchema> = {
  id: 'alphazero',
  title: 'AlphaZero',
  paper:
    'Silver et al. 2017, Mastering Chess and Shogi by Self-Play with a General Reinforcement Learning Algorithm',
  task: {
    kind: 'game',
    inputShape: (env, settings) => shownGame(env, trainedSettings(settings).planes).observation.shape,
  },
  schema: alphazeroSchema,
  agentSchema,
  metrics: alphazeroMetrics,
  presets: alphazeroPresets,
  takesWorkers: true,
  headline: [
    'gamesPerSecond',
    'loss',
    'policyEntropy',
    'uniqueGames',
    'visitConcentration',
    'drawRate',
    'firstPlayerScore',
    'falseResigns',
    'resignsChecked',
    'scoreVsRandom',
  ],
  check,
  memory: (plan) => alphazeroMemory(plan, settingsOf(plan)),
  train,
  subject(checkpoint) {
    const { game, network, parameters } = trainedNetwork(checkpoint);
    return gameSubject(game, network, parameters);
  },
  async loadAgent(name: string, checkpoint: AgentCheckpoint, options: Readonly<Record<string, unknown>>) {
    const { trained, game, network, parameters } = trainedNetwork(checkpoint);
    const { visits, seconds, temperature, leaves, reuse, symmetries, ...search } = parseSettings(
      agentSchema,
      { discount: trained.discount, symmetries: fewViews(game), ...options },
      `agent "${name}"`,
    );
    const answers = new NetworkEvaluator(game, network, parameters, leaves, symmetries);
    const evaluator = (): Evaluator => answers;
    const dispose = (): Promise<void> => answers.dispose();
    const territory = 'ownership' in network.outputs ? answers.territory.bind(answers) : undefined;
    const parts = { name, game, evaluator, search, visits, seconds, temperature, reuse, territory, dispose };
    return new SearchAgent(parts);
  },
};
