/** What attacks take the gradient of is what an agent chooses by. */
import { parseSettings, RandomStream } from '@agon/core';
import { compile } from '@agon/engine';
import { makeEnv, observationArray } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import { algorithm } from '../algorithms.js';
import { trained } from '../testing/runs.js';

const VALUE = { network: 'mlp:hidden=16', bufferSize: 100, learningStarts: 20, batchSize: 4 };
const ON_POLICY = { numEnvs: 2, rolloutSteps: 8, minibatches: 2, epochs: 1, decaySteps: 100 };
const SEQUENCES = { lstm: 8, unroll: 4, burnIn: 2 };
const BITS = 'minatar-breakout';
const BYTES = 'pixel-pong:size=36';

const CASES = [
  ['dqn', BITS, VALUE, { epsilon: 0 }],
  ['dqn', BYTES, { ...VALUE, network: 'nature-cnn:width=0.05' }, { epsilon: 0 }],
  ['rainbow', BITS, VALUE, { epsilon: 0 }],
  ['iqn', BITS, VALUE, { epsilon: 0 }],
  ['agent57', BITS, VALUE, { epsilon: 0 }],
  ['pqn', BITS, { ...ON_POLICY, network: 'mlp:hidden=16' }, { epsilon: 0 }],
  ['ppo', BYTES, { ...ON_POLICY, network: 'actor-critic-nature:width=0.05' }, { greedy: true }],
] as const;

const plan = (id: string, env: string, settings: object) => ({
  ...{ env, seed: 1, steps: 60, workers: 0, checkpointEvery: 60 },
  settings: parseSettings(algorithm(id).schema, { ...settings }, 'test'),
});

describe.each(CASES)('of %s on %s', (id, env, settings, options) => {
  it('is largest for the action that the agent takes', async () => {
    const checkpoint = await trained(algorithm(id), plan(id, env, settings));
    const agent = await algorithm(id).loadAgent('runs/test', checkpoint, options);
    const { preferences, parameters, observation: space, numActions } = agent.network!;
    const program = await compile(({ seen }, values) => ({ all: preferences(seen, values) }), {
      inputs: { seen: { shape: [1, ...space.shape] } },
      parameters,
    });
    const game = makeEnv(env);
    const observation = observationArray(game.observation);
    const rng = new RandomStream('acting');
    game.reset('start');
    for (let step = 0; step < 10; step++) {
      game.observe(observation);
      const action = await agent.act({ kind: 'env', observation, env: game }, rng);
      program.inputs.seen.set(observation);
      await program.run();
      const all = [...program.outputs.all];
      expect(all).toHaveLength(numActions);
      expect(all.indexOf(Math.max(...all))).toBe(action);
      if (game.step(rng.int(numActions)).terminated) game.reset();
    }
    await program.dispose();
    await agent.dispose();
  });
});

it('there is none of a network that remembers', async () => {
  const settings = { ...VALUE, ...SEQUENCES };
  const checkpoint = await trained(algorithm('drqn'), plan('drqn', BITS, settings));
  const agent = await algorithm('drqn').loadAgent('runs/test', checkpoint, {});
  expect(agent.network).toBeUndefined();
  await agent.dispose();
});
