/** DQN's loss against its formula written out in plain numbers, and where its gradient goes. */
import { Parameters, trainStep, adam } from '@agon/engine';
import { RandomStream } from '@agon/core';
import { makeQNetwork } from '@agon/nets';
import { describe, expect, it } from 'vitest';
import { temporalDifference } from './temporalDifference.js';
import { transitionPasses, valueLoss } from './valueLoss.js';

const B = 16;
const F = 3;
const A = 4;

/** A network without hidden layers would be q = x·W + b; with one of a single ReLU unit it is as easy to write out. */
const network = makeQNetwork('mlp:hidden=5', { input: [F], actions: A }, {});

function forward(parameters: Parameters, x: Float32Array): number[][] {
  const [w0, b0, w1, b1] = ['hidden0.weight', 'hidden0.bias', 'q.weight', 'q.bias'].map((name) =>
    parameters.view(name),
  );
  return Array.from({ length: B }, (_, i) => {
    const hidden = Array.from({ length: 5 }, (_, h) => {
      let sum = b0[h];
      for (let f = 0; f < F; f++) sum += x[i * F + f] * w0[f * 5 + h];
      return Math.max(0, sum);
    });
    return Array.from({ length: A }, (_, a) =>
      hidden.reduce((sum, value, h) => sum + value * w1[h * A + a], b1[a]),
    );
  });
}

async function setUp(double: boolean, loss: 'huber' | 'squared') {
  const online = new Parameters(network.parameters).initialise(new RandomStream('online'));
  const target = new Parameters(network.parameters).initialise(new RandomStream('target'));
  const options = { network, kind: temporalDifference({ loss, rescale: false }), double };
  const step = await trainStep(valueLoss(options, transitionPasses(options)), {
    inputs: {
      observation: { shape: [B, F] },
      next: { shape: [B, F] },
      action: { shape: [B], dtype: 'int32' },
      reward: { shape: [B] },
      discount: { shape: [B] },
    },
    parameters: online,
    frozen: target,
    optimiser: adam(),
  });
  const rng = new RandomStream('batch');
  const { observation, next, action, reward, discount } = step.inputs;
  for (let i = 0; i < B * F; i++) {
    observation[i] = rng.uniform() * 4 - 2;
    next[i] = rng.uniform() * 4 - 2;
  }
  for (let i = 0; i < B; i++) {
    action[i] = rng.int(A);
    reward[i] = rng.uniform() * 6 - 3;
    discount[i] = i % 4 === 0 ? 0 : 0.99;
  }
  return { step, online, target };
}

describe.each([
  [false, 'huber'],
  [false, 'squared'],
  [true, 'huber'],
  [true, 'squared'],
] as const)('the loss with double=%s, %s', (double, kind) => {
  it('is the mean over the batch of the formula', async () => {
    const { step, online, target } = await setUp(double, kind);
    const { observation, next, action, reward, discount } = step.inputs;
    const q = forward(online, observation as Float32Array);
    const onlineNext = forward(online, next as Float32Array);
    const targetNext = forward(target, next as Float32Array);
    let expected = 0;
    let qMean = 0;
    for (let i = 0; i < B; i++) {
      const chooser = double ? onlineNext[i] : targetNext[i];
      const best = chooser.indexOf(Math.max(...chooser));
      const error = q[i][action[i]] - (reward[i] + discount[i] * targetNext[i][best]);
      const size = Math.abs(error);
      expected += kind === 'squared' || size <= 1 ? 0.5 * error * error : size - 0.5;
      qMean += q[i][action[i]];
    }
    expect(await step.run(0)).toBeCloseTo(expected / B, 5);
    expect(step.outputs.qMean[0]).toBeCloseTo(qMean / B, 5);
    await step.dispose();
  });

  it('moves only the value of the action taken: the target counts as constant', async () => {
    const { step, online } = await setUp(double, kind);
    await step.run(0);
    // The output layer's bias gradient of action a is the sum of the clipped errors at a: other actions get exactly 0.
    step.inputs.action.fill(2);
    await step.run(0);
    const gradient = Array.from(step.gradient('q.bias'));
    expect(gradient.map((value) => value !== 0)).toEqual([false, false, true, false]);
    // A numerical derivative in that bias, with the target held still.
    const { observation, next, reward, discount } = step.inputs;
    const target = new Parameters(network.parameters).initialise(new RandomStream('target'));
    const onlineNext = forward(online, next as Float32Array);
    const targetNext = forward(target, next as Float32Array);
    const lossAt = (shift: number) => {
      let sum = 0;
      forward(online, observation as Float32Array).forEach((row, i) => {
        const chooser = double ? onlineNext[i] : targetNext[i];
        const best = chooser.indexOf(Math.max(...chooser));
        const error = row[2] + shift - (reward[i] + discount[i] * targetNext[i][best]);
        const size = Math.abs(error);
        sum += kind === 'squared' || size <= 1 ? 0.5 * error * error : size - 0.5;
      });
      return sum / B;
    };
    expect(gradient[2]).toBeCloseTo((lossAt(1e-4) - lossAt(-1e-4)) / 2e-4, 4);
    await step.dispose();
  });
});
