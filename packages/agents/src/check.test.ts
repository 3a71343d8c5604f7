/** What algorithms refuse before they begin, and again where they are told to begin all the same. */
import { describe, expect, it } from 'vitest';
import type { TrainPlan } from '@agon/learning';
import { algorithm } from './algorithms.js';
import { collect } from '@agon/learning/testing';

/** [algorithm, what is planned, what it says] */
const REFUSED: [string, Partial<TrainPlan>, RegExp][] = [
  ['dqn', { settings: { storedState: true } }, /do not go together.*lstm/],
  ['c51', { settings: { valueMin: 5, valueMax: 5 } }, /valueMin 5 must be below valueMax 5/],
  ['rainbow', { settings: { network: 'residual-tower' } }, /of kind/],
  ['ppo', { settings: { minibatches: 3 } }, /3 minibatches.*divisor of 512/],
  ['pqn', { settings: { minibatches: 3 } }, /3 minibatches.*divisor of 2048/],
  ['pqn', { workers: 1 }, /asked for 1 worker; it trains in one thread/],
  ['ppo', { workers: 1 }, /asked for 1 worker; it trains in one thread/],
  ['a2c', { workers: 2 }, /asked for 2 workers; it trains in one thread/],
  ['reinforce', { settings: { network: 'actor-critic' } }, /actor-critic-mlp/],
  ['ppo-selfplay', { env: 'tic_tac_toe', workers: 1 }, /asked for 1 worker/],
  ['dqn', { settings: { attackFlips: 1 } }, /shows numbers without bounds/],
  ['dqn', { env: 'minatar-breakout', settings: { attackEpsilon: 0.1 } }, /planes of bits: set attackFlips/],
  [
    'dqn',
    { env: 'pixel-pong', settings: { attackFlips: 1, network: 'nature-cnn' } },
    /shows pictures: set attackEpsilon/,
  ],
  ['drqn', { env: 'minatar-breakout', settings: { attackFlips: 1 } }, /no recurrent form/],
  ['ppo-selfplay', { env: 'tic_tac_toe', settings: { minibatches: 7 } }, /7 minibatches/],
  ['alphazero', { env: 'connect_four', settings: { scoreWeight: 1 } }, /"connect_four" has no territory/],
  ['alphazero', { env: 'connect_four', settings: { network: 'mlp' } }, /of kind/],
  ['imitation', { env: 'go9', settings: { sgf: '.' }, workers: 1 }, /asked for 1 worker/],
  ['imitation', { env: 'othello', settings: { sgf: '.' } }, /for Go only/],
  ['move-model', { env: 'othello', settings: { sgf: '.' } }, /for Go only/],
  ['move-model', { env: 'go9', settings: { sgf: '.', network: 'mlp' } }, /of kind/],
  ['alphago', { env: 'go9', settings: { sgf: '.' }, workers: 1 }, /asked for 1 worker/],
  ['alphago', { env: 'go9', settings: { sgf: '.', valueNetwork: 'alphago-policy' } }, /of kind/],
];

describe.each(REFUSED)('%s with %o', (id, changes, message) => {
  const plan = { env: 'cart-pole', settings: {}, workers: 0, ...changes };

  it('is refused by check and by train', async () => {
    const { check, train } = algorithm(id);
    expect(() => check(plan)).toThrow(message);
    // Async, since some refuse before there is a run.
    const begin = async () => collect(train({ ...plan, seed: 1, steps: 1, checkpointEvery: 1 }));
    await expect(begin()).rejects.toThrow(message);
  });
});

it.each([
  ['dqn', 'cart-pole', 3],
  ['pqn', 'cart-pole', 0],
  ['alphazero', 'go9', 2],
  ['ppo-selfplay', 'connect_four', 0],
])('%s on %s with %i workers has nothing to refuse', (id, env, workers) => {
  const { check, presets } = algorithm(id);
  expect(() => check({ env, settings: presets[env] ?? {}, workers })).not.toThrow();
});
