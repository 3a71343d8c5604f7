/** What algorithms say that they measure, against what they tell. */
import { parseSettings } from '@agon/core';
import type { DataFile, TrainEvent } from '@agon/learning';
import { describe, expect, it } from 'vitest';
import { algorithm, algorithms } from './algorithms.js';
import { gameFile, reads } from './imitation/testing/gameFiles.js';
import { collect } from '@agon/learning/testing';
import { dqnMetrics, type DqnMetric } from './value/dqn/metrics.js';

/** Random games with what a player thought after each of Black's moves. */
function games(): DataFile {
  const { path, ...file } = gameFile(5, 8, 10);
  const text = 'bytes' in file ? new TextDecoder().decode(file.bytes) : '';
  const thoughtful = text.replaceAll(/;B\[..\]/g, '$&C[value 0.250, visits 8]');
  return { path, bytes: new TextEncoder().encode(thoughtful) };
}

/** The shortest training that has something to tell of everything. */
interface Short {
  env: string;
  settings: Record<string, unknown>;
  steps: number;
  checkpointEvery?: number;
}

const GO = 'go:size=5,komi=2.5';
/** The value family: one metrics event is told after 1,000 steps. */
const VALUE: Short = {
  env: 'cart-pole',
  settings: { learningStarts: 100, trainEvery: 100, batchSize: 4 },
  steps: 1000,
};
const SMALL: Readonly<Record<string, Short>> = {
  a2c: { env: 'cart-pole', settings: {}, steps: 2000 },
  alphago: {
    env: GO,
    settings: {
      ...{ sgf: 'games', policyNetwork: 'alphago-policy:layers=2,channels=4' },
      ...{ valueNetwork: 'alphago-value:layers=2,channels=4', batchSize: 4 },
      ...{ policySteps: 1, rolloutSteps: 1, reinforceSteps: 1, gameSteps: 2, valueSteps: 1, matchSteps: 1 },
      ...{ reinforceGames: 2, reinforcePositions: 8, gamesPerStep: 6, matchGames: 2, matchVisits: 2 },
    },
    steps: 7,
  },
  alphazero: {
    env: 'tic_tac_toe',
    settings: {
      ...{ network: 'board-mlp:hidden=8', visits: 4, gamesPerIteration: 16, parallelGames: 4, batchSize: 8 },
      ...{ matchGames: 2, resignBelow: 0.01, resignPlayOut: 1 },
    },
    steps: 300,
    checkpointEvery: 100,
  },
  imitation: {
    env: GO,
    settings: {
      ...{ sgf: 'games', network: 'residual-tower:blocks=1,channels=4,territory=true' },
      ...{ batchSize: 2, completeAt: 1 },
    },
    steps: 100,
    checkpointEvery: 100,
  },
  'move-model': {
    env: GO,
    settings: { sgf: 'games', network: 'lstm:units=4,width=4', length: 10, batchSize: 2 },
    steps: 50,
    checkpointEvery: 50,
  },
  ppo: { env: 'cart-pole', settings: {}, steps: 2000 },
  'ppo-selfplay': { env: 'tic_tac_toe', settings: {}, steps: 2000 },
  pqn: { env: 'cart-pole', settings: {}, steps: 2000 },
  reinforce: { env: 'cart-pole', settings: {}, steps: 2000 },
};

it('fails the build where an event names a metric that is not declared', () => {
  // @ts-expect-error: "lost" is not
  const event: TrainEvent<DqnMetric> = { kind: 'metrics', step: 1, values: { loss: 1, lost: 1 } };
  expect(event.kind === 'metrics' && 'lost' in event.values).toBe(!('lost' in dqnMetrics));
});

describe.each(Object.keys(algorithms))('%s', (id) => {
  it('tells the metrics that it declares, and no others', async () => {
    const { schema, metrics, train } = algorithm(id);
    const { env, settings: changes, steps, checkpointEvery = 1e9 } = SMALL[id] ?? VALUE;
    const settings = parseSettings(schema, changes, id);
    const options = { env, settings, seed: 1, workers: 0, steps, checkpointEvery, readFiles: reads(games()) };
    const told = new Set<string>();
    for (const event of await collect(train(options)))
      if (event.kind === 'metrics') for (const name of Object.keys(event.values)) told.add(name);
    expect([...told].sort()).toEqual(Object.keys(metrics).sort());
  }, 60_000);
});
