/** Real worker threads that act for a learner. The built package runs in them. */
import { Worker } from 'node:worker_threads';
import { parseSettings } from '@agon/core';
import { innermost, makeEnv, observationArray, type Env, type PixelBreakout } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import {
  joinedRows,
  type Segment,
  type SpawnWorker,
  type TrainEvent,
  type TrainOptions,
} from '@agon/learning';
import { watch } from '@agon/learning/node';
import { algorithm } from '../../algorithms.js';
import { nodeWorker } from '../../nodeWorker.node.js';
import { expectRecorded } from '../../testing/episodes.js';
import { checkpoints, collect, lastCheckpoint, readBack } from '@agon/learning/testing';
import { episodesOf } from '../../testing/runs.js';
import { Rows } from '../replay/rows.js';
import { rowShape } from './experience.js';
import type { dqnSchema } from './settings.js';

const ENV = 'minatar-breakout';
/** Episodes are lives: four in five have no seed of their own. */
const LIVES = 'pixel-breakout:size=8,stack=1,episodicLife';
/** A thread takes seconds to start where all cores are busy. */
const TWO_MINUTES = 120_000;
const SMALL = {
  network: 'mlp:hidden=16',
  numEnvs: 3,
  bufferSize: 3_000,
  learningStarts: 100,
  batchSize: 8,
  targetEvery: 50,
  epsilonSteps: 500,
};

function optionsOf(more: Partial<TrainOptions>, id = 'dqn', settings: Record<string, unknown> = {}) {
  return {
    env: ENV,
    settings: parseSettings(algorithm(id).schema, { ...SMALL, ...settings }, 'test'),
    seed: 7,
    workers: 2,
    spawnWorker: nodeWorker,
    checkpointEvery: 200,
    ...more,
  };
}

const train = (options: TrainOptions, id = 'dqn'): Promise<TrainEvent[]> =>
  collect(algorithm(id).train(options));

/** Whether the game itself has ended, not only one of its lives. */
function isGameOver(env: Env): boolean {
  const { lives = 0 } = innermost(env) as Partial<PixelBreakout>;
  return lives === 0;
}

/** Plays a run's episodes again and compares what each step showed and gave with its row. Returns the rows compared. */
function compareRows(
  spec: string,
  segment: Segment,
  settings: ReturnType<typeof parseSettings<typeof dqnSchema>>,
) {
  const tracks = 2 * settings.numEnvs;
  const shape = rowShape(makeEnv(spec), settings);
  const { end } = segment;
  const bytes = joinedRows(segment);
  const rows = new Rows(end, shape, bytes.buffer as ArrayBuffer);
  const expected = new Rows(1, shape);
  const observation = observationArray(shape.observation);
  for (let track = 0; track < tracks; track++) {
    const env = makeEnv(spec);
    let episode = 0;
    let isCut = false;
    env.reset(`run 7 / env ${track} / episode ${episode}`);
    for (let row = track; row < end; row += tracks) {
      env.observe(observation);
      const action = rows.actionOf(row);
      // After a cut this plays nothing, and the row holds the last observation.
      const { reward, terminated, truncated } = env.step(action);
      expected.write(0, observation, action, reward, terminated, isCut);
      const from = row * rows.rowBytes;
      expect(bytes.subarray(from, from + rows.rowBytes)).toEqual(expected.bytes);
      const isOver = terminated || isCut;
      isCut = truncated && !isCut;
      if (!isOver) continue;
      env.reset(isGameOver(env) ? `run 7 / env ${track} / episode ${++episode}` : undefined);
    }
  }
  return end;
}

describe('actors in worker threads', { timeout: TWO_MINUTES }, () => {
  it.each([ENV, LIVES, 'cart-pole:limit=5'])(
    'hand over every step whole and in its place: %s',
    async (env) => {
      const options = optionsOf({ env, steps: 1_200, checkpointEvery: 1e9 });
      const { step, state } = lastCheckpoint(await train(options));
      expect(step).toBeGreaterThanOrEqual(1_200);
      expect(step).toBeLessThan(1_200 + 66);
      expect(compareRows(env, state.segments.replay, options.settings as never)).toBe(step);
    },
  );

  it('leave it to the learner to make the updates that are set', async () => {
    const options = optionsOf({ steps: 1_200, checkpointEvery: 1e9 }, 'dqn', { trainEvery: 0.5 });
    const { step, state } = lastCheckpoint(await train(options));
    const { updates } = (state.json as { learner: { updates: number } }).learner;
    const ratio = updates / (step - SMALL.learningStarts);
    expect(Math.abs(ratio / 2 - 1)).toBeLessThan(0.01);
  });

  it.each([
    ['dqn', 2, {}],
    ['rainbow', 1, { importanceUpdates: 300 }],
    ['drqn', 1, { lstm: 8, unroll: 4 }],
    ['agent57', 1, {}],
  ])(
    'go on after a break as if there had been none, whoever is faster: %s',
    async (id, workers, settings) => {
      const run = (more: Partial<TrainOptions>) =>
        train(optionsOf({ workers, ...more }, id, { ...settings, batchSize: 4 }), id);
      const unbroken = await run({ steps: 500 });
      const first = await run({ steps: 260 });
      const resume = readBack(checkpoints(first));
      const second = await run({ steps: 500, resume });
      expect(lastCheckpoint(second).weights).toEqual(lastCheckpoint(unbroken).weights);
      expect(lastCheckpoint(second).state.json).toEqual(lastCheckpoint(unbroken).state.json);
      expect(lastCheckpoint(second).state.arrays).toEqual(lastCheckpoint(unbroken).state.arrays);
    },
  );

  it('stop when the run is told to, with a state to go on from', async () => {
    const abort = new AbortController();
    const options = optionsOf({ minutes: 10, checkpointEvery: 1e9, signal: abort.signal });
    const events = await collect(algorithm('dqn').train(options), ({ kind }) => {
      if (kind === 'metrics') abort.abort();
    });
    const { step } = lastCheckpoint(events);
    const resume = readBack(checkpoints(events));
    const resumed = await train(optionsOf({ steps: step + 60, resume }));
    expect(lastCheckpoint(resumed).step).toBe(step + 66);
    const fewer = optionsOf({ steps: step + 60, workers: 1, resume });
    await expect(train(fewer)).rejects.toThrow(/Resume with the --workers/);
  });

  it('record the first episode of a run, and one after each checkpoint', async () => {
    const events = await train(optionsOf({ steps: 900 }));
    const episodes = episodesOf(events);
    expectRecorded(ENV, episodes);
    expect(episodes[0].seed).toBe('run 7 / env 0 / episode 0');
  });

  it('leave in peace where another one fails, whose message is told', async () => {
    const others: Promise<void>[] = [];
    let started = 0;
    const spawnWorker: SpawnWorker = async () => {
      if (started++ === 0) {
        const other = await nodeWorker();
        others.push(other.ended);
        return other;
      }
      const code = `
        const { parentPort } = require('node:worker_threads');
        parentPort.on('message', ({ id, path }) => {
          if (path.at(-1) === 'act') throw new Error('the ball fell off the screen');
          parentPort.postMessage({ id, type: 'RAW', value: undefined });
        });`;
      return watch(new Worker(code, { eval: true }));
    };
    await expect(train(optionsOf({ steps: 500, spawnWorker }))).rejects.toMatchObject({
      code: 'worker-failed',
      message: expect.stringContaining('the ball fell off the screen'),
    });
    await Promise.all(others);
  });
});
