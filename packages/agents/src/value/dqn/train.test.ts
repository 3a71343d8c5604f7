/** DQN's training loop: events, resuming, errors. Small settings: what is tested here is not learning. */
import { AgonError, parseSettings } from '@agon/core';
import { decodeSafetensors } from '@agon/engine';
import { describe, expect, it } from 'vitest';
import type { TrainEvent, TrainOptions } from '@agon/learning';
import { algorithm } from '../../algorithms.js';
import { expectRecorded } from '../../testing/episodes.js';
import { checkpoints, collect, lastCheckpoint, readBack, timeless } from '@agon/learning/testing';
import { episodesOf } from '../../testing/runs.js';
import { dqnSchema } from './settings.js';

const dqn = algorithm('dqn');

const SMALL = {
  network: 'mlp:hidden=16',
  numEnvs: 3,
  bufferSize: 300,
  learningStarts: 60,
  batchSize: 8,
  targetEvery: 50,
  learningRate: 1e-3,
  epsilonSteps: 500,
};

function optionsOf(more: Partial<TrainOptions>, settings: Record<string, unknown> = {}): TrainOptions {
  return {
    env: 'minatar-breakout',
    settings: parseSettings(dqnSchema, { ...SMALL, ...settings }, 'test'),
    seed: 7,
    workers: 0,
    checkpointEvery: 200,
    ...more,
  };
}

const train = (options: TrainOptions): Promise<TrainEvent[]> => collect(dqn.train(options));

describe('training DQN', () => {
  it('goes on after a break as if there had been none, byte for byte', async () => {
    const unbroken = await train(optionsOf({ steps: 1_500 }));
    // 701 is no multiple of anything: the loop stops after the step that reaches it.
    const first = await train(optionsOf({ steps: 701 }));
    expect(lastCheckpoint(first).step).toBe(702);
    const second = await train(optionsOf({ steps: 1_500, resume: readBack(checkpoints(first)) }));

    const after = (events: TrainEvent[]) =>
      events.filter((event) => event.kind !== 'start' && 'step' in event && event.step > 702);
    expect(after(second).map(timeless)).toEqual(after(unbroken).map(timeless));
    expect(lastCheckpoint(second).weights).toEqual(lastCheckpoint(unbroken).weights);
    // Rows appended after the break continue the log where it stood.
    const { segments } = readBack(checkpoints([...first, ...second]));
    expect(segments).toEqual(readBack(checkpoints(unbroken)).segments);
  });

  it('goes on in the middle of a game whose lives are episodes', async () => {
    const env = 'pixel-breakout:size=8,stack=2,episodicLife';
    const unbroken = await train(optionsOf({ env, steps: 600 }));
    const first = await train(optionsOf({ env, steps: 300 }));
    const { actors } = lastCheckpoint(first).state.json as { actors: { episodes: number[] } };
    expect(actors.episodes).toEqual([1, 1, 1]);
    const second = await train(optionsOf({ env, steps: 600, resume: readBack(checkpoints(first)) }));
    expect(lastCheckpoint(second).weights).toEqual(lastCheckpoint(unbroken).weights);
    expect(lastCheckpoint(second).state.json).toEqual(lastCheckpoint(unbroken).state.json);
  });

  it.each(['dqn', 'r2d2', 'agent57'])('goes on after a break among cut episodes: %s', async (id) => {
    const { schema, train: begin } = algorithm(id);
    const recurrent = id === 'r2d2' ? { lstm: 8, unroll: 4, burnIn: 2, importanceUpdates: 300 } : {};
    const settings = parseSettings(schema, { ...SMALL, ...recurrent, batchSize: 4 }, 'test');
    const run = (options: Partial<TrainOptions>) =>
      collect(begin({ ...optionsOf({ env: 'cart-pole:limit=5', ...options }), settings }));
    const unbroken = await run({ steps: 300 });
    // Step 201 is the turn 67 of 3 environments, which cut every episode after 5 turns and rest in the 6th: 66 is one of rest.
    for (const steps of [198, 201]) {
      const resume = readBack(checkpoints(await run({ steps })));
      const second = await run({ steps: 300, resume });
      expect(lastCheckpoint(second).weights).toEqual(lastCheckpoint(unbroken).weights);
      expect(lastCheckpoint(second).state.json).toEqual(lastCheckpoint(unbroken).state.json);
    }
  });

  it('hands out states that later training does not touch', async () => {
    const events = await train(optionsOf({ steps: 1_000 }));
    const until = checkpoints(events).filter(({ step }) => step <= 600);
    const resumed = await train(optionsOf({ steps: 1_000, resume: readBack(until) }));
    expect(lastCheckpoint(resumed).weights).toEqual(lastCheckpoint(events).weights);
  });

  it('learns the same with centred RMSProp, the squared loss, Double DQN and averages after a break', async () => {
    const settings = {
      optimiser: 'rmsprop',
      loss: 'squared',
      double: true,
      optimiserEpsilon: 0.01,
      clipNorm: 1,
      averageUpdates: 50,
    };
    const unbroken = await train(optionsOf({ steps: 400 }, settings));
    const first = await train(optionsOf({ steps: 250 }, settings));
    const resume = readBack(checkpoints(first));
    const second = await train(optionsOf({ steps: 400, resume }, settings));
    expect(lastCheckpoint(second).weights).toEqual(lastCheckpoint(unbroken).weights);
  });

  it.each([
    ['rainbow', { importanceUpdates: 300 }],
    ['iqn', {}],
    ['drqn', { lstm: 8, unroll: 4 }],
    ['r2d2', { lstm: 8, unroll: 4, burnIn: 2, importanceUpdates: 300 }],
    ['agent57', {}],
  ])('goes on after a break as if there had been none: %s', async (id, more) => {
    const { schema, train: begin } = algorithm(id);
    const settings = parseSettings(schema, { ...SMALL, ...more, batchSize: 4 }, 'test');
    const run = (options: Partial<TrainOptions>) => collect(begin({ ...optionsOf(options), settings }));
    const unbroken = await run({ steps: 402 });
    const first = await run({ steps: 252 });
    const resume = readBack(checkpoints(first));
    const second = await run({ steps: 402, resume });
    expect(lastCheckpoint(second).weights).toEqual(lastCheckpoint(unbroken).weights);
    const { json, arrays } = lastCheckpoint(unbroken).state;
    expect(lastCheckpoint(second).state.json).toEqual(json);
    expect(lastCheckpoint(second).state.arrays).toEqual(arrays);
  });

  it('lets the importance exponent rise in the updates of the run, unless it is told in how many', async () => {
    const weights = async (settings: Record<string, unknown>) => {
      const options = optionsOf({ steps: 260 }, { priorityExponent: 0.6, trainEvery: 2, ...settings });
      return lastCheckpoint(await train(options)).weights;
    };
    const risen = await weights({});
    expect(await weights({ importanceUpdates: 100 })).toEqual(risen);
    expect(await weights({ importanceUpdates: 1_000_000 })).not.toEqual(risen);
  });

  it('gives other weights for another seed, and the same ones for the same', async () => {
    const weights = async (seed: number) =>
      lastCheckpoint(await train(optionsOf({ steps: 150, seed }))).weights;
    const one = await weights(1);
    expect(await weights(1)).toEqual(one);
    expect(await weights(2)).not.toEqual(one);
  });

  it('says first what it will use, and makes checkpoints at multiples of checkpointEvery and at the end', async () => {
    const events = await train(optionsOf({ steps: 500 }));
    expect(events[0]).toEqual({
      kind: 'start',
      step: 0,
      info: {
        network: 'mlp:hidden=16',
        parameters: 400 * 16 + 16 + 16 * 6 + 6,
        replayCapacity: 300,
        replayBytes: 18_000,
        numEnvs: 3,
      },
    });
    expect(checkpoints(events).map(({ step }) => step)).toEqual([201, 402, 501]);
    const { tensors } = decodeSafetensors(lastCheckpoint(events).weights);
    expect(Object.keys(tensors)).toContain('q.weight');
  });

  it('records one episode after each checkpoint, and the environment replays it', async () => {
    const events = await train(optionsOf({ steps: 900 }));
    const episodes = episodesOf(events);
    expectRecorded('minatar-breakout', episodes);
    const [{ accounts, actions }] = episodes;
    expect(accounts?.length).toBe(actions.length);
    expect(accounts?.[0]?.q?.length).toBe(6);
  });

  it('stops when it is told to, with a state to go on from', async () => {
    const abort = new AbortController();
    const options = optionsOf({ minutes: 10, checkpointEvery: 1e9, signal: abort.signal });
    const events = await collect(dqn.train(options), ({ kind }) => {
      if (kind === 'metrics') abort.abort();
    });
    expect(events.at(-1)?.kind).toBe('checkpoint');
    const { step } = lastCheckpoint(events);
    const resumed = await train(optionsOf({ steps: step + 30, resume: readBack(checkpoints(events)) }));
    expect(lastCheckpoint(resumed).step).toBe(step + 30);
  });

  it('makes nothing of a run that is already over', async () => {
    const first = await train(optionsOf({ steps: 90 }));
    const again = await train(optionsOf({ steps: 90, resume: readBack(checkpoints(first)) }));
    expect(again.map(({ kind }) => kind)).toEqual(['start']);
  });

  it('reports losses, returns and epsilon', async () => {
    const events = await train(optionsOf({ steps: 1_000 }));
    const metrics = events.find((event) => event.kind === 'metrics');
    expect(metrics?.step).toBe(1_002);
    const { values } = metrics as Extract<TrainEvent, { kind: 'metrics' }>;
    expect(Object.keys(values).sort()).toEqual(
      ['episodeLength', 'episodes', 'epsilon', 'loss', 'qMean', 'return', 'stepsPerSecond', 'updates'].sort(),
    );
    expect(values.updates).toBe(1_002 - 60);
    expect(values.epsilon).toBe(0.05);
  });

  it('takes the updates that trainEvery asks for', async () => {
    const updates = async (trainEvery: number) => {
      const events = await train(optionsOf({ steps: 180 }, { trainEvery }));
      return (lastCheckpoint(events).state.json as { learner: { updates: number } }).learner.updates;
    };
    expect(await updates(1)).toBe(120);
    expect(await updates(4)).toBe(30);
    expect(await updates(0.5)).toBe(240);
  });

  it('refuses workers that it cannot start, board games, and states of other settings', async () => {
    await expect(train(optionsOf({ steps: 10, workers: 2 }))).rejects.toThrow(
      /2 worker threads were asked for.*pass spawnWorker/,
    );
    await expect(train(optionsOf({ steps: 10, env: 'tic_tac_toe' }))).rejects.toThrow(/board game/);
    const resume = readBack(checkpoints(await train(optionsOf({ steps: 90 }))));
    const other = { network: 'mlp:hidden=8' };
    await expect(train(optionsOf({ steps: 200, resume }, other))).rejects.toThrow(AgonError);
    await expect(train(optionsOf({ steps: 200, resume }, { numEnvs: 2 }))).rejects.toThrow(
      /"actors\.envs" is of 3 environments, this run has 2/,
    );
    await expect(train(optionsOf({ steps: 10 }, { network: 'residual-tower' }))).rejects.toThrow(/of kind q/);
    await expect(train(optionsOf({ steps: 10 }, { unroll: 8 }))).rejects.toThrow(/unroll=8 needs lstm/);
  });
});
