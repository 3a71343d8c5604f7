/** One batch learned by heart: each algorithm's loss under its optimiser makes the good actions certain and the values right. */
import { RandomStream } from '@agon/core';
import {
  adam,
  compile,
  Parameters,
  radam,
  rmsprop,
  trainStep,
  type LossFn,
  type Optimiser,
} from '@agon/engine';
import type { ObservationSpace } from '@agon/envs';
import { makeNetwork, type Network } from '@agon/nets';
import { describe, expect, it } from 'vitest';
import { a2cLoss } from '../a2c/loss.js';
import { ppoLoss } from '../ppo/loss.js';
import { pqnLoss } from '../pqn/loss.js';
import { reinforceLoss } from '../reinforce/loss.js';
import { lossInputs } from './minibatches.js';
import { softmaxInto } from './policy.js';

/** Different observations, each in two rows of the batch: one with its good action, one with another. */
const STATES = 16;
const B = 2 * STATES;
const F = 12;
const A = 4;
const UPDATES = 800;
const space: ObservationSpace = { shape: [F], dtype: 'uint8', high: 1 };

/** The batch: random bits, and for each state its good action, a bad one, and a return. */
function makeBatch() {
  const rng = new RandomStream('batch');
  const observation = Uint8Array.from({ length: B * F }, () => rng.int(2));
  const action = new Int32Array(B);
  const target = new Float32Array(B);
  for (let state = 0; state < STATES; state++) {
    observation.copyWithin((STATES + state) * F, state * F, (state + 1) * F);
    const good = rng.int(A);
    action.set([good], state);
    action.set([(good + 1 + rng.int(A - 1)) % A], STATES + state);
    const value = rng.uniform() * 2 + 0.5;
    target.set([value], state);
    target.set([value], STATES + state);
  }
  return { observation, action, target };
}

async function setUp(network: Network, loss: LossFn, optimiser: Optimiser, columns: readonly string[]) {
  const batch = makeBatch();
  const parameters = new Parameters(network.parameters).initialise(new RandomStream('init'));
  const step = await trainStep(loss, {
    inputs: lossInputs(
      B,
      space,
      columns.map((name) => ({ name })),
    ),
    parameters,
    optimiser,
  });
  const acting = await compile(({ seen }, values) => network.apply({ observation: seen }, values), {
    inputs: { seen: { shape: [B, F], dtype: 'bits' } },
    parameters,
    weights: 'live',
  });
  step.inputs.observation.set(batch.observation);
  step.inputs.action.set(batch.action);
  acting.inputs.seen.set(batch.observation);
  return { ...batch, step, acting };
}

type Column = 'logProb' | 'value' | 'advantage' | 'return' | 'weight';

/** [loss, its optimiser, what it reads]: PPO and A2C learn from both rows of a state, REINFORCE from what was good alone. */
const POLICIES: Record<string, [(network: Network) => LossFn, Optimiser, Column[]]> = {
  PPO: [
    (network) =>
      ppoLoss(network, {
        clip: 0.2,
        clipValue: true,
        normaliseAdvantage: false,
        valueWeight: 0.5,
        entropyWeight: 0,
      }),
    adam({ epsilon: 1e-5 }),
    ['logProb', 'value', 'advantage', 'return'],
  ],
  A2C: [
    (network) => a2cLoss(network, { valueWeight: 0.5, entropyWeight: 0 }),
    rmsprop({ decay: 0.99, epsilon: 1e-5 }),
    ['advantage', 'return'],
  ],
  'REINFORCE with a baseline': [
    (network) => reinforceLoss(network, { baseline: true }),
    adam(),
    ['value', 'return', 'weight'],
  ],
};

describe.each(Object.entries(POLICIES))('%s', (_name, [loss, optimiser, columns]) => {
  it('learns one batch by heart: good actions become certain, values are the returns', async () => {
    const network = makeNetwork('actor-critic-mlp:hidden=32', 'actor-critic', { input: [F], actions: A });
    const { step, acting, action, target } = await setUp(network, loss(network), optimiser, columns);
    const { policy, value } = acting.outputs as Record<string, Float32Array>;
    const probabilities = new Float32Array(A);
    for (let update = 0; update < UPDATES; update++) {
      // What an iteration knows of its rows when it begins; four updates are one.
      if (update % 4 === 0) await acting.run();
      for (let row = 0; row < B; row++) {
        const isGood = row < STATES;
        const normaliser = softmaxInto(probabilities, policy, row * A, A);
        const known: Record<Column, number> = {
          logProb: policy[row * A + action[row]] - normaliser,
          value: columns.includes('weight') ? 0 : value[row],
          advantage: isGood ? 1 : 0,
          return: target[row],
          weight: isGood ? 1 : 0,
        };
        for (const name of columns) step.inputs[name][row] = known[name];
      }
      await step.run(0.01 * (1 - update / UPDATES));
    }
    await acting.run();
    let square = 0;
    for (let row = 0; row < STATES; row++) {
      softmaxInto(probabilities, policy, row * A, A);
      expect(probabilities[action[row]]).toBeGreaterThan(0.98);
      square += (value[row] - target[row]) ** 2 / STATES;
    }
    expect(square).toBeLessThan(1e-3);
    await Promise.all([step.dispose(), acting.dispose()]);
  });
});

describe('PQN', () => {
  it('learns one batch by heart: the values of the actions taken are the returns', async () => {
    const network = makeNetwork('mlp:hidden=32/32,layerNorm=true', 'q', { input: [F], actions: A });
    const { step, acting, action, target } = await setUp(network, pqnLoss(network, A), radam(), ['return']);
    step.inputs.return.set(target.map((value, row) => (row < STATES ? value : -value)));
    for (let update = 0; update < UPDATES; update++) await step.run(0.01 * (1 - update / UPDATES));
    await acting.run();
    for (let row = 0; row < B; row++) {
      const wanted = row < STATES ? target[row] : -target[row];
      expect(Math.abs(acting.outputs.q[row * A + action[row]] - wanted)).toBeLessThan(0.03);
    }
    expect(step.outputs.loss[0]).toBeLessThan(1e-3);
    await Promise.all([step.dispose(), acting.dispose()]);
  });
});
