/** Programs and train steps give back what they take. */
import { RandomStream } from '@agon/core';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile } from './compile.js';
import { heNormal } from './initialisers.js';
import { adam } from './optimisers/adam.js';
import { Parameters } from './parameters.js';
import { trainStep } from './trainStep.js';

const residentMegabytes = () => process.memoryUsage().rss / 2 ** 20;

beforeAll(() => tf.setBackend('cpu'));

describe('memory', () => {
  it('stays flat over compile-and-dispose cycles, and no tensor is left in tfjs', async () => {
    const specs = [{ name: 'w', shape: [512, 512], init: heNormal }];
    const cycle = async (seed: number) => {
      const parameters = new Parameters(specs).initialise(new RandomStream(seed));
      const program = await compile(({ x }, { w }) => ({ y: tf.matMul(x, w) }), {
        inputs: { x: { shape: [4, 512] } },
        parameters,
      });
      const step = await trainStep(
        ({ x }, { w }) => ({ loss: tf.sum(tf.square(tf.matMul(x, w))) as tf.Scalar }),
        { inputs: { x: { shape: [4, 512] } }, parameters, optimiser: adam() },
      );
      await program.run();
      await step.run(1e-3);
      await program.dispose();
      await step.dispose();
    };
    for (let i = 0; i < 20; i++) await cycle(i);
    const tensors = tf.memory().numTensors;
    const before = residentMegabytes();
    for (let i = 0; i < 50; i++) await cycle(i);
    expect(tf.memory().numTensors).toBe(tensors);
    // Each cycle holds 1 MB of weights five times over; 50 of them kept would be 250 MB.
    expect(residentMegabytes() - before).toBeLessThan(60);
  }, 60_000);

  it('stays flat over training steps', async () => {
    const parameters = new Parameters([{ name: 'w', shape: [64, 64], init: heNormal }]).initialise(
      new RandomStream(1),
    );
    const step = await trainStep(
      ({ x }, { w }) => ({ loss: tf.mean(tf.square(tf.matMul(x, w))) as tf.Scalar }),
      { inputs: { x: { shape: [8, 64] } }, parameters, optimiser: adam() },
    );
    for (let i = 0; i < 1000; i++) await step.run(1e-4);
    const before = residentMegabytes();
    for (let i = 0; i < 4000; i++) await step.run(1e-4);
    expect(residentMegabytes()).toBeLessThan(before * 1.05 + 5);
    await step.dispose();
  }, 60_000);
});
