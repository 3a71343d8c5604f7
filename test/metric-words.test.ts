/** The page has a title and a meaning for every number that AlphaGo's stages tell. */
import { RandomStream } from '@agon/core';
import { algorithm } from '@agon/agents';
import { makeGame, type Go } from '@agon/envs';
import { formatSgf } from '@agon/envs/sgf';
import { expect, it } from 'vitest';
import { metricWords } from '../packages/viewer/src/page/charts/metricWords.js';

/** Games of a few random moves and two passes, as one file. */
function games(env: string, count: number): string {
  const game = makeGame(env) as Go;
  const rng = new RandomStream('games');
  return Array.from({ length: count }, () => {
    const state = game.newInitialState();
    for (let ply = 0; ply < 10; ply++) {
      const legal = state.legalActions();
      state.apply(legal[rng.int(legal.length - 1)]); // the last one is a pass
    }
    for (let pass = 0; pass < 2; pass++) state.apply(game.pass);
    return formatSgf(state);
  }).join('\n');
}

it('AlphaGo’s metrics are described', async () => {
  const env = 'go:size=5,komi=2.5';
  const bytes = new TextEncoder().encode(games(env, 8));
  const names = new Set<string>();
  const settings = {
    ...{ sgf: 'games', policyNetwork: 'alphago-policy:layers=2,channels=4' },
    ...{ valueNetwork: 'alphago-value:layers=2,channels=4', batchSize: 4 },
    ...{ policySteps: 1, rolloutSteps: 1, reinforceSteps: 1, gameSteps: 2, valueSteps: 1, matchSteps: 1 },
    ...{ reinforceGames: 2, reinforcePositions: 8, gamesPerStep: 6, matchGames: 2, matchVisits: 2 },
  };
  const run = algorithm('alphago').train({
    ...{ env, settings, seed: 1, workers: 0, checkpointEvery: 1000 },
    readFiles: () => Promise.resolve([{ path: 'games.sgf', bytes }]),
  });
  for await (const event of run)
    if (event.kind === 'metrics') for (const name of Object.keys(event.values)) names.add(name);
  for (const stage of ['policy', 'rollout', 'reinforce', 'games', 'value', 'match'])
    expect([...names].filter((name) => name.startsWith(stage))).not.toEqual([]);
  expect([...names].filter((name) => !(name in metricWords))).toEqual([]);
}, 120_000);
