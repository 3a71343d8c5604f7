/** The network of a trained agent, looked into, answers what the agent thinks; its account is rounded to four digits. */
import { parseSettings, RandomStream } from '@agon/core';
import { Inside } from '@agon/engine';
import { gameOf, makeEnvironment, observationArray, unwrapped, type Env } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import type { Situation } from './agent.js';
import { algorithm } from './algorithms.js';
import { trained } from './testing/runs.js';

const VALUE = { network: 'minatar-cnn:filters=4,hidden=8', numEnvs: 2, bufferSize: 100, learningStarts: 20, batchSize: 4, targetEvery: 10 }; // prettier-ignore
const LSTM = { ...VALUE, lstm: 6, burnIn: 2, unroll: 4 };
const ON_POLICY = { numEnvs: 2, rolloutSteps: 8, minibatches: 2, epochs: 1, decaySteps: 100 };
const SEARCH = { visits: 4, gamesPerIteration: 2, parallelGames: 2, window: 40, batchSize: 4, matchGames: 0 };

/** Algorithm, environment, settings; the layers that there are at least. */
const CASES = [
  ['dqn', 'minatar-breakout', VALUE, ['observation', 'conv', 'hidden', 'q']],
  ['rainbow', 'minatar-breakout', VALUE, ['observation', 'conv', 'advantage-hidden', 'advantage', 'value']],
  ['dqn', 'minatar-breakout', { ...VALUE, returns: 'implicit' }, ['observation', 'conv', 'q']],
  ['dqn', 'minatar-breakout', LSTM, ['observation', 'conv', 'lstm', 'q']],
  ['pqn', 'minatar-breakout', { ...ON_POLICY, network: 'minatar-cnn:filters=4,layerNorm=true' }, ['observation', 'conv', 'hidden', 'q']], // prettier-ignore
  [
    'ppo',
    'minatar-breakout',
    { ...ON_POLICY, network: 'actor-critic-cnn' },
    ['observation', 'policy', 'value'],
  ],
  ['alphazero', 'tic_tac_toe', SEARCH, ['observation', 'policy.out', 'value.out']],
  ['ppo-selfplay', 'connect_four', { ...ON_POLICY, network: 'residual-tower:blocks=1,channels=4' }, ['observation', 'stem', 'sum of branches', 'policy.out']], // prettier-ignore
] as const;

/** The beginning of an episode or game. */
function beginning(env: string): Situation {
  const environment = makeEnvironment(env);
  const game = gameOf(environment);
  if (game) return { kind: 'game', state: game.newInitialState() };
  const single = unwrapped(environment) as Env;
  single.reset('start');
  const observation = observationArray(single.observation);
  single.observe(observation);
  return { kind: 'env', observation, env: single };
}

const softmax = (logits: readonly number[]): number[] => {
  const powers = logits.map((logit) => Math.exp(logit - Math.max(...logits)));
  return powers.map((power) => power / powers.reduce((a, b) => a + b));
};

describe.each(CASES)('%s on %s, looked into', (id, env, settings, layers) => {
  it('has its layers, and answers as the agent does', async () => {
    const trainer = algorithm(id);
    const checkpoint = await trained(trainer, {
      env,
      settings: parseSettings(trainer.schema, { ...settings }, 'test'),
      seed: 3,
      steps: 40,
      workers: 0,
      checkpointEvery: 40,
    });
    const situation = beginning(env);
    const subject = trainer.subject!(checkpoint);
    const inside = await Inside.of(subject);
    expect(inside.layers.map(({ name }) => name)).toEqual(expect.arrayContaining([...layers]));
    subject.show(situation, inside.inputs[subject.input] as Float32Array);
    await inside.run();
    const found = (name: string): number[] =>
      Array.from(inside.values(inside.layers.findIndex(({ outputs }) => outputs.includes(name))));
    const agent = await trainer.loadAgent('runs/test', checkpoint, situation.kind === 'game' ? { visits: 1, symmetries: 1 } : {}); // prettier-ignore
    agent.reset();
    await agent.act(situation, new RandomStream('acting'));
    const { q, prior, value } = agent.analysis() ?? {};
    if (subject.names.q) {
      found('q').forEach((each, i) => expect(each).toBeCloseTo(q?.[i] as number, 3));
      expect(q).toHaveLength(subject.names.q.length);
    } else {
      softmax(found('policy')).forEach((each, i) => expect(each).toBeCloseTo(prior?.[i] as number, 3));
      expect(prior).toHaveLength(subject.names.policy.length);
      // A search's value is that of the move that it has looked at.
      if (situation.kind === 'env') expect(found('value')[0]).toBeCloseTo(value as number, 3);
    }
    await agent.dispose();
    await inside.dispose();
  });
});
