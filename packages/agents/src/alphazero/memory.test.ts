/** An hour of self-play takes no more memory than its first minute. Worker threads run the built package (`npm run build`). */
import * as tf from '@tensorflow/tfjs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { nodeWorker } from '../nodeWorker.node.js';
import { alphazero } from './alphazero.js';

/** Iterations before the first look, enough to fill the window, and before the second. */
const [FIRST, LAST] = [20, 80];

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What this thread holds and cannot be collected, in kilobytes; `all`: what the process has, other threads and native code included. */
async function held() {
  collectGarbage();
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  const { heapUsed, external, rss } = process.memoryUsage();
  const { numTensors } = tf.memory();
  return { objects: heapUsed / 1024, arrays: external / 1024, tensors: numTensors, all: rss / 1024 };
}

it.each([0, 1])(
  'keeps nothing of an iteration that is over, with %i worker threads',
  async (workers) => {
    const looks: Awaited<ReturnType<typeof held>>[] = [];
    let iterations = 0;
    const training = alphazero.train({
      env: 'tic_tac_toe',
      settings: {
        network: 'board-mlp:hidden=64',
        visits: 4,
        gamesPerIteration: 8,
        parallelGames: 4,
        openingMoves: 2,
        window: 300,
        batchSize: 32,
        matchGames: 2,
      },
      seed: 1,
      steps: 1e6,
      workers,
      spawnWorker: nodeWorker,
      checkpointEvery: 200,
    });
    for await (const event of training) {
      if (event.kind !== 'metrics' || !('gameLength' in event.values)) continue;
      iterations++;
      if (iterations === FIRST || iterations === LAST) looks.push(await held());
      if (iterations === LAST) break;
    }
    const [before, after] = looks;
    // An array of 1 kB kept from each of the 60 iterations is 60 kB (the weights are 8 kB, the games of one job 2 kB): arrays differ by
    // less than 1 kB from look to look. Objects differ by up to 300 kB, with what V8 compiles; 10 kB an iteration are 600 kB.
    expect(after.arrays - before.arrays).toBeLessThan(30);
    expect(after.objects - before.objects).toBeLessThan(600);
    expect(after.tensors).toBe(before.tensors);
    expect(after.all - before.all).toBeLessThan(60 * 1024);
  },
  60_000,
);
