/** Networks for pictures and rows as what agents look at games with, by name: they train, and what was trained plays. */
import { parseSettings, RandomStream } from '@agon/core';
import { decodeSafetensors } from '@agon/engine';
import { gameOf, makeEnv, makeEnvironment, unwrapped, type Env } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import type { Agent } from './agent.js';
import { algorithm } from './algorithms.js';
import { meanReturn } from './testing/episodes.js';
import { trained } from './testing/runs.js';

const VALUE = { numEnvs: 2, bufferSize: 100, learningStarts: 20, batchSize: 4, targetEvery: 10 };
const ON_POLICY = { numEnvs: 2, rolloutSteps: 8, minibatches: 2, epochs: 1, decaySteps: 100 };
const SEARCH = { visits: 4, gamesPerIteration: 2, parallelGames: 2, window: 40, batchSize: 4, matchGames: 0 };

const CASES = [
  ['dqn', 'minatar-breakout', 'alexnet', VALUE],
  ['dqn', 'minatar-breakout', 'resnet', VALUE],
  ['dqn', 'pixel-pong:size=42', 'inception:width=0.05', VALUE],
  ['rainbow', 'minatar-breakout', 'resnet:width=0.25,norm=group', VALUE],
  ['dqn', 'minatar-breakout', 'lenet', VALUE],
  ['dqn', 'minatar-breakout', 'vgg:width=0.05', VALUE],
  ['pqn', 'minatar-breakout', 'alexnet:width=0.05', ON_POLICY],
  ['pqn', 'minatar-breakout', 'vgg:width=0.05', ON_POLICY],
  ['pqn', 'minatar-breakout', 'resnet:width=0.25', ON_POLICY],
  ['pqn', 'minatar-breakout', 'inception:width=0.05', ON_POLICY],
  ['ppo', 'minatar-breakout', 'lenet', ON_POLICY],
  ['ppo', 'minatar-breakout', 'inception:width=0.05', ON_POLICY],
  ['ppo', 'minatar-breakout', 'resnet:width=0.25', ON_POLICY],
  ['alphazero', 'tic_tac_toe', 'resnet:width=0.25', SEARCH],
  ['alphazero', 'connect_four', 'alexnet:width=0.02', SEARCH],
  ['alphazero', 'tic_tac_toe', 'inception:width=0.03', SEARCH],
  ['alphazero', 'tic_tac_toe', 'vgg:width=0.02', SEARCH],
  ['drqn', 'minatar-breakout', 'transformer:width=8', { ...VALUE, lstm: 4, unroll: 4, burnIn: 2 }],
  ['pqn', 'minatar-breakout', 'transformer:width=8,places=cells', ON_POLICY],
  ['ppo', 'minatar-breakout', 'lstm:units=8', ON_POLICY],
  ['alphazero', 'tic_tac_toe', 'transformer:width=8,places=cells', SEARCH],
] as const;

/** One action at the start, and what the agent thought of it. */
async function firstAction(agent: Agent, env: string): Promise<{ action: number; numbers: number[] }> {
  const rng = new RandomStream('acting');
  const environment = makeEnvironment(env);
  const game = gameOf(environment);
  agent.reset();
  let action: number;
  if (game) {
    action = await agent.act({ kind: 'game', state: game.newInitialState() }, rng);
  } else {
    const single = unwrapped(environment) as Env;
    single.reset('start');
    const observation = new Uint8Array(single.observation.shape.reduce((all, length) => all * length, 1));
    single.observe(observation);
    action = await agent.act({ kind: 'env', observation, env: single }, rng);
  }
  const numbers = Object.values(agent.analysis() ?? {})
    .flat()
    .filter((value): value is number => typeof value === 'number');
  return { action, numbers };
}

describe.each(CASES)('%s on %s with %s', (id, env, network, settings) => {
  it('learns with finite numbers, and plays', async () => {
    const trainer = algorithm(id);
    const checkpoint = await trained(trainer, {
      env,
      settings: parseSettings(trainer.schema, { ...settings, network }, 'test'),
      seed: 3,
      steps: 60,
      workers: 0,
      checkpointEvery: 60,
    });
    for (const { data } of Object.values(decodeSafetensors(checkpoint.weights).tensors))
      expect(data.every((value: number) => Number.isFinite(value))).toBe(true);
    const agent = await trainer.loadAgent('runs/test', checkpoint, {});
    const { action, numbers } = await firstAction(agent, env);
    expect(action).toBeGreaterThanOrEqual(0);
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers.every(Number.isFinite)).toBe(true);
    await agent.dispose();
  });
});

describe.each(['dqn', 'pqn', 'ppo'])('%s', (id) => {
  it.each(['alexnet', 'inception', 'lenet', 'lstm', 'resnet', 'transformer', 'vgg'])(
    'refuses %s for numbers, in words',
    (network) => {
      const { check } = algorithm(id);
      expect(() => check({ env: 'cart-pole', settings: { network }, workers: 0 })).toThrow(
        new RegExp(`^${network} reads .*, got \\[4\\]; use `),
      );
    },
  );

  it('refuses a network that only classifies, and says which there are', () => {
    const { check } = algorithm(id);
    const plan = { env: 'minatar-breakout', settings: { network: 'softmax' }, workers: 0 };
    expect(() => check(plan)).toThrow(/"softmax" is of kind classifier, .* use one of: .*alexnet.*resnet/);
  });
});

/** Random players find the treasure once in 16 dives; whoever reads the rows knows where the diver is. */
describe.each(['lstm:units=32', 'transformer:width=32'])('%s', (network) => {
  it('learns to find the treasure of the deep sea, seeds 1, 2, 3', async () => {
    const env = 'deep-sea:size=4';
    const trainer = algorithm('dqn');
    const changes = {
      ...{ network, numEnvs: 4, bufferSize: 5000, learningStarts: 200, trainEvery: 4, batchSize: 32 },
      ...{ learningRate: 1e-3, targetEvery: 100, epsilonSteps: 1500 },
    };
    for (const seed of [1, 2, 3]) {
      const settings = parseSettings(trainer.schema, changes, 'test');
      const checkpoint = await trained(trainer, { env, settings, seed, steps: 3000, workers: 0, checkpointEvery: 3000 }); // prettier-ignore
      const agent = await trainer.loadAgent('runs/test', checkpoint, { epsilon: 0 });
      expect(await meanReturn(agent, makeEnv(env), 1)).toBeCloseTo(0.99, 6);
      await agent.dispose();
    }
  });
});
