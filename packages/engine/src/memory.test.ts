/** Programs and train steps give back what they take. AGON_SLOW=1 runs all 1,000 cycles and 20,000 steps, else a sample. */
import { RandomStream } from '@agon/core';
import * as tf from '@tensorflow/tfjs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile } from './compile.js';
import { heNormal } from './initialisers.js';
import { adam } from './optimisers/adam.js';
import { Parameters } from './parameters.js';
import { trainStep } from './trainStep.js';

const IS_SLOW = process.env.AGON_SLOW === '1';
/** Cycles and steps before the level is taken, and after it. */
const CYCLES = IS_SLOW ? [100, 900] : [20, 50];
const STEPS = IS_SLOW ? [2000, 18_000] : [1000, 4000];
const TIMEOUT_MS = IS_SLOW ? 900_000 : 60_000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** JavaScript objects that cannot be collected. */
function heapMegabytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

/** All memory; what a run of the runtime returned is in it until it is collected, up to 30 MB seen. */
const residentMegabytes = () => process.memoryUsage().rss / 2 ** 20;

beforeAll(() => tf.setBackend('cpu'));

describe('memory', () => {
  it(
    'stays flat over compile-and-dispose cycles, and no tensor is left in tfjs',
    async () => {
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
      for (let i = 0; i < CYCLES[0]; i++) await cycle(i);
      const tensors = tf.memory().numTensors;
      const before = residentMegabytes();
      for (let i = 0; i < CYCLES[1]; i++) await cycle(i);
      expect(tf.memory().numTensors).toBe(tensors);
      // Each cycle holds 1 MB of weights five times over; 50 of them kept would be 250 MB, 900 of them 4.5 GB.
      expect(residentMegabytes() - before).toBeLessThan(60);
    },
    TIMEOUT_MS,
  );

  it(
    'stays flat over training steps',
    async () => {
      const parameters = new Parameters([{ name: 'w', shape: [64, 64], init: heNormal }]).initialise(
        new RandomStream(1),
      );
      const step = await trainStep(
        ({ x }, { w }) => ({ loss: tf.mean(tf.square(tf.matMul(x, w))) as tf.Scalar }),
        { inputs: { x: { shape: [8, 64] } }, parameters, optimiser: adam() },
      );
      for (let i = 0; i < STEPS[0]; i++) await step.run(1e-4);
      const [heap, resident] = [heapMegabytes(), residentMegabytes()];
      for (let i = 0; i < STEPS[1]; i++) await step.run(1e-4);
      // A step's gradient is 16 KB: 4,000 of them kept would be 64 MB, 18,000 of them 288 MB.
      expect(heapMegabytes() - heap).toBeLessThan(1);
      expect(residentMegabytes()).toBeLessThan(resident * 1.05 + 40);
      await step.dispose();
    },
    TIMEOUT_MS,
  );
});
