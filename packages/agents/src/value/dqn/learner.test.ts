/** The value learner on problems whose answers are known. */
import { RandomStream, parseSettings } from '@agon/core';
import { Parameters } from '@agon/engine';
import { describe, expect, it } from 'vitest';
import { Chain, EXACT, GAMMA, STATES } from '../../testing/chain.js';
import { Experience } from './experience.js';
import { ActingNetwork } from './actingNetwork.js';
import { Learner } from './learner.js';
import { dqnSchema, type DqnSettings } from './settings.js';
import { valueKind } from './valueNetwork.js';

/** Learns from 1,000 random steps, and reads the values of all states off the acting program. */
async function learnChain(changes: Partial<DqnSettings>, updates: number): Promise<number[][]> {
  const env = new Chain();
  const defaults = { network: 'mlp:hidden=32', learningRate: 3e-3, targetEvery: 50, gamma: GAMMA };
  const settings = parseSettings(dqnSchema, { ...defaults, ...changes, bufferSize: 1_000 }, 'test');
  const learner = await Learner.create(env, settings, 'chain');
  const experience = new Experience(env, settings, 1);
  // Each step counts as the first one of its kind in its episode; a recurrent network's states are left 0.
  const extras = settings.policies ? Float32Array.of(1) : new Float32Array(2 * settings.lstm);
  const rng = new RandomStream('behaviour');
  const seen = new Float32Array(STATES);
  env.reset();
  for (let step = 0; step < 1_000; step++) {
    env.observe(seen);
    const action = rng.int(2);
    const { reward, terminated, truncated } = env.step(action);
    experience.push(seen, action, reward, terminated, truncated, extras, 0);
    if (terminated) env.reset();
  }
  const sampling = new RandomStream('replay');
  for (let update = 0; update < updates; update++) {
    experience.sampleInto(learner, sampling);
    await learner.update();
    experience.learned(learner);
  }
  // One network looks at all states at once.
  const { network, parameters, noise } = learner;
  const kind = valueKind(settings);
  const acting = await ActingNetwork.create(network, kind, env.observation, STATES, parameters, noise);
  for (let state = 0; state < STATES; state++) acting.seen[state * STATES + state] = 1;
  await acting.run();
  const q = Array.from({ length: STATES }, (_, state) =>
    Array.from(acting.q.subarray(2 * state, 2 * state + 2)),
  );
  await acting.dispose();
  await learner.dispose();
  return q;
}

/** The largest difference to Q*. */
function distance(q: number[][]): number {
  return Math.max(
    ...q.flatMap((row, state) => row.map((value, action) => Math.abs(value - EXACT[state][action]))),
  );
}

describe('the value learner', () => {
  const C51 = { returns: 'categorical', valueMin: 0, valueMax: 1, atoms: 21, learningRate: 1e-2 } as const;
  const LSTM = { lstm: 16, unroll: 8, batchSize: 8, learningRate: 1e-2 } as const;
  it.each<[string, Partial<DqnSettings>]>([
    ['DQN', {}],
    ['Double DQN', { double: true }],
    ['DQN with the squared loss', { loss: 'squared' }],
    ['DQN with centred RMSProp', { optimiser: 'rmsprop', optimiserEpsilon: 1e-3, learningRate: 1e-3 }],
    ['dueling DQN', { dueling: true }],
    ['prioritised replay', { priorityExponent: 0.6, importanceStart: 1 }],
    ['squashed returns', { rescale: true }],
    ['C51, by the mean of its distribution', C51],
    ['QR-DQN, by the mean of its quantiles', { returns: 'quantiles', atoms: 8 }],
    ['IQN, by the mean of its quantiles', { network: 'mlp:hidden=32/32', returns: 'implicit', atoms: 8, learningRate: 1e-3 }], // prettier-ignore
    ['DRQN', LSTM],
    ['R2D2', { ...LSTM, double: true, dueling: true, storedState: true, priorityExponent: 0.9, importanceStart: 0.6, rescale: true }], // prettier-ignore
    ['Agent57, of its exploiting policy', { policies: 3, gammaMin: 0.8 }],
    [
      'Rainbow without noise, on single steps',
      { ...C51, double: true, dueling: true, priorityExponent: 0.5 },
    ],
  ])('finds the exact Q* of a chain: %s', async (_name, changes) => {
    expect(distance(await learnChain(changes, 2_000))).toBeLessThan(0.03);
  });

  it('comes as near to Q* through noisy layers as their noise lets it', async () => {
    expect(distance(await learnChain({ noisy: 0.1 }, 2_000))).toBeLessThan(0.1);
  });

  it('learns the values of the behaviour on the way over several steps: they lie below Q* here', async () => {
    const q = await learnChain({ numSteps: 4 }, 2_000);
    // Uncorrected n-step returns follow random actions: no value can be above the best one.
    q.forEach((row, state) =>
      row.forEach((value, action) => expect(value).toBeLessThan(EXACT[state][action] + 0.03)),
    );
    expect(distance(q)).toBeGreaterThan(0.05);
  });

  it('is far from Q* before it has learned', async () => {
    expect(distance(await learnChain({}, 0))).toBeGreaterThan(0.3);
  });

  it.each<[string, Partial<DqnSettings>]>([
    ['DQN', {}],
    ['Double DQN', { double: true }],
    ['dueling DQN', { dueling: true }],
    ['C51', { returns: 'categorical', valueMin: -1, valueMax: 1, atoms: 21, learningRate: 3e-3 }], // prettier-ignore
    ['QR-DQN', { returns: 'quantiles', atoms: 8 }],
    ['IQN', { network: 'mlp:hidden=64/32', returns: 'implicit', atoms: 4, batchSize: 8, learningRate: 3e-3 }], // prettier-ignore
    ['DRQN', { lstm: 16, unroll: 4, batchSize: 8 }],
  ])('fits one batch until its loss is nothing: %s', async (_name, changes) => {
    const defaults = { network: 'mlp:hidden=64', learningRate: 1e-3, batchSize: 32, targetEvery: 1e6 };
    const settings = parseSettings(dqnSchema, { ...defaults, ...changes }, 'test');
    const learner = await Learner.create(new Chain(), settings, 'one batch');
    const rng = new RandomStream('batch');
    const { observation, next, action, reward, discount } = learner.batch;
    for (let i = 0; i < observation.length; i++) observation[i] = rng.uniform();
    for (let i = 0; i < action.length; i++) {
      action[i] = rng.int(2);
      // Where C51 has atoms: the cross-entropy with a return between two of them is never 0.
      reward[i] = (rng.int(21) - 10) / 10;
    }
    if (!settings.lstm) next.fill(0.5);
    // Distributions are fitted to returns that are certain: the loss of any other is never 0.
    discount.fill(settings.returns === 'mean' ? 0.9 : 0);
    learner.weight?.fill(1);
    await learner.update();
    const before = learner.loss;
    for (let i = 0; i < 3_000; i++) await learner.update();
    expect(before).toBeGreaterThan(0.05);
    expect(learner.loss).toBeLessThan(before / 500);
    await learner.dispose();
  });

  it('keeps the target network for targetEvery updates, then copies', async () => {
    const settings = parseSettings(
      dqnSchema,
      { targetEvery: 3, batchSize: 4, network: 'mlp:hidden=8' },
      'test',
    );
    const learner = await Learner.create(new Chain(), settings, 'target');
    learner.batch.reward.fill(1);
    learner.batch.observation.fill(1);
    const different: boolean[] = [];
    for (let i = 0; i < 6; i++) {
      await learner.update();
      const { parameters, target } = learner.save().arrays;
      different.push(parameters.some((value, j) => value !== target[j]));
    }
    expect(different).toEqual([true, true, false, true, true, false]);
    await learner.dispose();
  });

  it.each([
    [3, 1],
    [300, 3],
  ])(
    'keeps a moving average over %i updates, of every %i. one; at first over half of them',
    async (averageUpdates, every) => {
      const settings = parseSettings(
        dqnSchema,
        { averageUpdates, batchSize: 4, network: 'mlp:hidden=8', learningRate: 0.1 },
        'test',
      );
      const learner = await Learner.create(new Chain(), settings, 'average');
      learner.batch.reward.fill(1);
      learner.batch.observation.fill(1);
      const expected = new Float64Array(learner.parameters.size);
      for (let update = 1; update <= 10; update++) {
        await learner.update();
        const { parameters, average } = learner.save().arrays;
        if (update > every && update % every > 0) continue;
        const share = Math.min(1, every / Math.min(update / 2, averageUpdates));
        expected.forEach((value, i) => (expected[i] += share * (parameters[i] - value)));
        expected.forEach((value, i) => expect(Math.abs(average[i] - value)).toBeLessThan(1e-5));
      }
      const kept = new Parameters(learner.network.parameters);
      kept.loadSafetensors(learner.weights());
      expect(kept.flat).toEqual(learner.save().arrays.average);
      await learner.dispose();
    },
  );
});
