/** What learning from recorded games, and AlphaGo's stages, take of memory; the recorded games apart, which nobody has read yet. */
import type { MemoryItem } from '@agon/core';
import type { TensorMap } from '@agon/engine';
import type { Go } from '@agon/envs';
import { treeBytes } from '@agon/mcts';
import type { Network } from '@agon/nets';
import { environmentsMemory, learnerMemory } from '../memory/parts.js';
import type { AlphagoSettings } from './alphagoSettings.js';
import { makeNetworks } from './alphagoWeights.js';

/** Copies of the weights beside those of training: the average, the state, those of the programs that measure and play. */
const FURTHER_COPIES = 4;
const FLOAT_BYTES = 4;

const trained = (network: Network) => ({
  parameters: network.parameters,
  fn: ({ observation }: TensorMap, values: TensorMap) => network.apply(observation, values),
  inputs: (rows: number) => ({ observation: { shape: [rows, ...network.inputShape] } }),
});

/** A network that learns from games. @throws bad-option for one that is too large */
export function goLearnerMemory(network: Network, batchSize: number): MemoryItem[] {
  return learnerMemory(trained(network), { rows: batchSize, copies: FURTHER_COPIES, batch: '"batchSize"' });
}

/** The stages' largest parts. @throws bad-option, unknown-net, unsupported */
export function alphagoMemory(game: Go, settings: AlphagoSettings): MemoryItem[] {
  const { batchSize, reinforcePositions, reinforceGames, gamesPerStep, matchGames, matchVisits, poolSize } =
    settings;
  const { policy, value } = makeNetworks(game, settings);
  const positions = (game.size * game.size) / 2;
  const observation = policy.inputShape.reduce((size, length) => size * length, FLOAT_BYTES);
  return [
    ...learnerMemory(trained(policy), {
      rows: Math.max(batchSize, reinforcePositions),
      copies: FURTHER_COPIES + poolSize,
      network: 'policyNetwork',
      batch: reinforcePositions > batchSize ? '"reinforcePositions"' : '"batchSize"',
    }),
    ...learnerMemory(trained(value), {
      rows: batchSize,
      copies: FURTHER_COPIES,
      network: 'valueNetwork',
      batch: '"batchSize"',
    }),
    {
      what: 'the games of a batch',
      bytes: reinforceGames * (positions / 2) * observation,
      lower: '"reinforceGames"',
    },
    {
      what: 'the trees of the matches',
      bytes: matchGames * treeBytes(game, matchVisits),
      lower: '"matchVisits" or "matchGames"',
    },
    ...environmentsMemory(
      { kind: 'game', game },
      Math.max(gamesPerStep, matchGames, reinforceGames),
      'gamesPerStep',
    ),
  ];
}
