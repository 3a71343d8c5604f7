/** Worker threads: these tests run the built package (`npm run build`). */
import { Worker } from 'node:worker_threads';
import { AgonError, RandomStream } from '@agon/core';
import { Parameters } from '@agon/engine';
import { makeGame } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import type { SpawnWorker, TrainEvent, TrainOptions } from '@agon/learning';
import { defaultWorkers, watch } from '@agon/learning/node';
import { describeJobs } from '@agon/learning/testing';
import { makeNetwork } from '@agon/nets';
import { checkpoints, collect, metric } from '@agon/learning/testing';
import { nodeWorker } from '../nodeWorker.node.js';
import { alphazero } from './alphazero.js';
import { selfPlay } from './selfPlaySession.js';
import { selfPlayJobs } from './selfPlayJobs.js';
import type { AlphazeroSettings } from './settings.js';
import { settingsOf } from './train.js';

/** Every worker takes a second to start where the machine is busy. */
const WORKERS = process.env.AGON_SLOW === '1' ? [1, 2, 3] : [3];

const options = (changes: Partial<TrainOptions> = {}): TrainOptions => ({
  env: 'tic_tac_toe',
  settings: {
    network: 'board-mlp:hidden=16',
    visits: 8,
    gamesPerIteration: 24,
    parallelGames: 4,
    openingMoves: 2,
    batchSize: 16,
    matchGames: 0,
  },
  seed: 11,
  steps: 600,
  workers: 1,
  spawnWorker: nodeWorker,
  checkpointEvery: 150,
  ...changes,
});

function weightsOf(env: string, { network }: AlphazeroSettings): Float32Array {
  const { observation, numActions } = makeGame(env);
  const { parameters } = makeNetwork(network, 'policy-value', {
    input: observation.shape,
    actions: numActions,
  });
  return new Parameters(parameters).initialise(new RandomStream('weights')).flat.slice();
}

const run = async (changes: Partial<TrainOptions> = {}, onEvent?: (event: TrainEvent) => void) =>
  checkpoints(await collect(alphazero.train(options(changes)), onEvent));

describeJobs(selfPlay, {
  setup: { env: 'tic_tac_toe', settings: settingsOf(options()), seed: 3 },
  common: { weights: weightsOf('tic_tac_toe', settingsOf(options())), version: 0 },
  jobs: selfPlayJobs(0, 24, 4),
  spawn: nodeWorker,
});

describe('self-play in worker threads', () => {
  it('gives the same bytes with no worker, one and three', async () => {
    const concentrations: number[][] = [];
    const all = async (workers: number) => {
      const events = await collect(alphazero.train(options({ workers })));
      concentrations.push(metric(events, 'visitConcentration'));
      return checkpoints(events);
    };
    const alone = await all(0);
    for (const workers of WORKERS) expect(await all(workers)).toEqual(alone);
    expect(Math.min(...concentrations[0])).toBeGreaterThan(1 / 9);
    for (const found of concentrations) expect(found).toEqual(concentrations[0]);
  });

  it.each(['puct', 'gumbel'])('and so with every accelerator on, %s', async (selection) => {
    const changes = {
      env: 'othello:size=4',
      settings: {
        network: 'residual-tower:blocks=1,channels=4,pooling=2,policyHead=points,territory=true',
        selection,
        visits: 8,
        visitsStart: 4,
        visitsRiseGames: 30,
        gamesPerIteration: 15,
        parallelGames: 4,
        ...(selection === 'puct' && { forcedPlayouts: 2 }),
        cheapShare: 0.5,
        cheapVisits: 4,
        resignBelow: 0.3,
        resignPlayOut: 0.5,
        windowStart: 60,
        ownershipWeight: 1,
        scoreWeight: 1,
        batchSize: 8,
        reuse: 1,
        matchGames: 0,
      },
      steps: 300,
    };
    const alone = await run({ ...changes, workers: 0 });
    expect(alone.length).toBeGreaterThan(2);
    for (const workers of WORKERS) expect(await run({ ...changes, workers })).toEqual(alone);
  });

  it('lets every worker leave in peace: at the end, when aborted, and when the reader goes away', async () => {
    const ended: Promise<void>[] = [];
    const spawnWorker: SpawnWorker = async () => {
      const worker = await nodeWorker();
      ended.push(worker.ended);
      return worker;
    };
    await run({ workers: 2, steps: 300, spawnWorker });

    const controller = new AbortController();
    const abort = (): void => void setTimeout(() => controller.abort(), 3);
    await run({ workers: 2, steps: 1e9, spawnWorker, signal: controller.signal }, ({ kind }) => {
      if (kind === 'metrics') abort();
    });

    for await (const event of alphazero.train(options({ workers: 2, spawnWorker }))) {
      if (event.kind === 'metrics') break;
    }
    expect(ended).toHaveLength(6);
    await Promise.all(ended);
  });

  it('fails with the message of a worker that crashed', async () => {
    const crashing: SpawnWorker = async () =>
      watch(new Worker('throw new Error("out of luck")', { eval: true }));
    const error: unknown = await run({ spawnWorker: crashing }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AgonError);
    expect(error).toMatchObject({ code: 'worker-failed', message: expect.stringContaining('out of luck') });
  });

  it('fails with worker-failed where a worker dies while it plays, and the others leave', async () => {
    const others: Promise<void>[] = [];
    let first: Worker | undefined;
    const spawnWorker: SpawnWorker = async () => {
      if (first) {
        const other = await nodeWorker();
        others.push(other.ended);
        return other;
      }
      // Answers `open`, and dies at the first job.
      const code = `
        const { parentPort } = require('node:worker_threads');
        parentPort.on('message', ({ id, path }) => {
          if (path.at(-1) === 'run') throw new Error('a stone fell off the board');
          parentPort.postMessage({ id, type: 'RAW', value: undefined });
        });`;
      first = new Worker(code, { eval: true });
      return watch(first);
    };
    await expect(run({ workers: 2, spawnWorker })).rejects.toMatchObject({
      code: 'worker-failed',
      message: expect.stringContaining('a stone fell off the board'),
    });
    await Promise.all(others);
  });

  it('passes on a failure of the network in a worker with its own code', async () => {
    const settings = { ...options().settings, learningRate: 1e9, network: 'board-mlp:hidden=16/16/16/16/16' };
    await expect(run({ settings })).rejects.toMatchObject({ code: 'not-finite' });
  });
});

describe('defaultWorkers', () => {
  it('leaves one core to the learner', () => {
    expect([1, 2, 4, 16].map(defaultWorkers)).toEqual([0, 1, 3, 15]);
  });
});
