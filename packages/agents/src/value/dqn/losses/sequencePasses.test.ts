/** What each row of a sequence is compared with, by a network whose action values are its observation times one parameter. */
import { RandomStream } from '@agon/core';
import { compile, type Fn, type TensorMap } from '@agon/engine';
import { makeQNetwork, type QNetwork } from '@agon/nets';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { sequencePasses } from './sequencePasses.js';
import { temporalDifference } from './temporalDifference.js';
import { valueLoss } from './valueLoss.js';

const B = 2;
const L = 4;
const A = 3;
const ONLINE = 1;
const TARGET = -2;

const network: QNetwork = {
  ...makeQNetwork('mlp', { input: [A], actions: A }, {}),
  apply: ({ observation }, { scale }) => ({
    outputs: tf.reshape(tf.mul(observation, scale), [observation.shape[0], A, 1]),
  }),
};

describe.each([
  [1, false],
  [3, false],
  [3, true],
])('sequences with returns of %i steps, double=%s', (numSteps, double) => {
  it('bootstrap from the observation that follows each return; qMean is of steps alone', async () => {
    const after = L + numSteps;
    const options = { network, kind: temporalDifference({ loss: 'squared', rescale: false }), double };
    const loss = valueLoss(options, sequencePasses(options, { burnIn: 0, unroll: L, numSteps }));
    const fn: Fn = ({ online, target, ...inputs }) =>
      loss(inputs, { scale: online }, { scale: target }) as TensorMap;
    const program = await compile(fn, {
      inputs: {
        online: { shape: [1] },
        target: { shape: [1] },
        observation: { shape: [B * after, A] },
        begins: { shape: [B, after] },
        state: { shape: [B, 2] },
        action: { shape: [B * L], dtype: 'int32' },
        reward: { shape: [B * L] },
        discount: { shape: [B * L] },
        weight: { shape: [B * L] },
        ...(numSteps > 1 ? { following: { shape: [B, L], dtype: 'int32' } } : {}),
      },
    });
    const { online, target, observation, action, reward, discount, weight, following } = program.inputs;
    const rng = new RandomStream('sequences');
    online[0] = ONLINE;
    target[0] = TARGET;
    for (let i = 0; i < observation.length; i++) observation[i] = 2 * rng.uniform() - 1;
    for (let row = 0; row < B * L; row++) {
      action[row] = rng.int(A);
      reward[row] = rng.uniform();
      discount[row] = row === 1 ? 0 : 0.9;
      weight[row] = row === 2 || row === 5 ? 0 : 0.7;
      if (following) following[row] = (row % L) + 1 + rng.int(numSteps);
    }
    await program.run();
    const seen = (b: number, t: number) => Array.from(observation.subarray((b * after + t) * A).slice(0, A));
    const values: number[] = [];
    for (let row = 0; row < B * L; row++) {
      const b = Math.floor(row / L);
      const next = seen(b, following ? following[row] : (row % L) + 1);
      const chooser = next.map((value) => value * (double ? ONLINE : TARGET));
      const bootstrapped = TARGET * next[chooser.indexOf(Math.max(...chooser))];
      const value = ONLINE * seen(b, row % L)[action[row]];
      const error = value - (reward[row] + discount[row] * bootstrapped);
      expect(program.outputs.priority[row]).toBeCloseTo(Math.abs(error), 5);
      if (weight[row] > 0) values.push(value);
    }
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(program.outputs.qMean[0]).toBeCloseTo(mean, 5);
  });
});
