/** What a run of AlphaZero takes of memory. */
import type { MemoryItem } from '@agon/core';
import type { Game } from '@agon/envs';
import { environmentsMemory, learnerMemory, updateBytes, type TrainPlan } from '@agon/learning';
import { treeBytes } from '@agon/mcts';
import { batchOf, makeNetwork } from '@agon/nets';
import { shownGame } from '../board/shownGame.js';
import { windowBytes } from './experience.js';
import type { AlphazeroSettings } from './settings.js';

/** Copies of the weights: those that play, the last state, the average; of each player: its own, and those in its programs. */
const RUN_COPIES = 6;
const PLAYER_COPIES = 4;
/** A batch without gradients takes so much less than an update. */
const RESULTS_OF_UPDATE = 2;
/** The views of a game's place in the batches. */
const PLACE_OBJECT_BYTES = 200;

/** `Algorithm.memory` of alphazero, for settings that are checked. @throws bad-option, unknown-env, unknown-net, unsupported */
export function alphazeroMemory({ env, workers }: TrainPlan, settings: AlphazeroSettings): MemoryItem[] {
  const { batchSize, window, parallelGames, gamesPerIteration, visits } = settings;
  const game = shownGame(env, settings.planes);
  const network = makeNetwork(settings.network, 'policy-value', {
    input: game.observation.shape,
    actions: game.numActions,
  });
  const trained = {
    parameters: network.parameters,
    fn: network.apply,
    inputs: (rows: number) => batchOf(network, rows),
  };
  const players = workers + 1;
  const rowBytes = windowBytes({ window: 1 }, game);
  const side = players * Math.min(parallelGames, gamesPerIteration);
  return [
    ...learnerMemory(trained, {
      rows: batchSize,
      copies: RUN_COPIES + players * PLAYER_COPIES,
      batch: '"batchSize"',
    }),
    { what: 'the window', bytes: window * rowBytes, lower: '"window"' },
    {
      what: 'the trees of the games',
      bytes: side * treeBytes(game, visits),
      lower: '"visits" or "parallelGames"',
    },
    {
      what: 'what the network is asked at a time',
      bytes: players * parallelGames * (updateBytes(trained).row / RESULTS_OF_UPDATE),
      lower: '"parallelGames"',
    },
    {
      what: 'the places of the games',
      bytes: players * parallelGames * PLACE_OBJECT_BYTES,
      lower: '"parallelGames"',
      isObjects: true,
    },
    {
      what: 'the games of an iteration',
      bytes: gamesPerIteration * positionsOf(game) * rowBytes,
      lower: '"gamesPerIteration"',
    },
    ...environmentsMemory({ kind: 'game', game }, side, 'parallelGames'),
  ];
}

/** Positions of a game, rather few: half as many as the board has cells. */
function positionsOf({ observation }: Game): number {
  return (observation.shape[0] * observation.shape[1]) / 2;
}
