/** What AlphaGo's stages take of memory; the recorded games apart, which nobody has read yet. */
import type { MemoryItem } from '@agon/core';
import type { Go } from '@agon/envs';
import { environmentsMemory, learnerMemory } from '@agon/learning';
import { treeBytes } from '@agon/mcts';
import { FURTHER_COPIES, trained } from '../imitation/goLearnerMemory.js';
import type { AlphagoSettings } from './alphagoSettings.js';
import { makeNetworks } from './alphagoWeights.js';

const FLOAT_BYTES = 4;

/** The stages' largest parts. @throws bad-option, unknown-net, unsupported */
export function alphagoMemory(game: Go, settings: AlphagoSettings): MemoryItem[] {
  const { batchSize, reinforcePositions, reinforceGames, gamesPerStep, matchGames, matchVisits, poolSize } =
    settings;
  const { policy, value } = makeNetworks(game, settings);
  const positions = (game.size * game.size) / 2;
  const observation = policy.inputs.observation.shape.reduce((size, length) => size * length, FLOAT_BYTES);
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
