/** DQN's training loop: events, resuming, errors. Small settings: what is tested here is not learning. */
import { AgonError, parseSettings, type Json } from '@agon/core';
import { makeEnv } from '@agon/envs';
import { decodeSafetensors } from '@agon/engine';
import { describe, expect, it } from 'vitest';
import type { Episode, SavedState, Segment, TrainEvent, TrainOptions, TrainState } from '../trainer.js';
import { algorithm } from '../algorithms.js';
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

async function collect(options: TrainOptions): Promise<TrainEvent[]> {
  const events: TrainEvent[] = [];
  for await (const event of dqn.train(options)) events.push(event);
  return events;
}

type Checkpoint = Extract<TrainEvent, { kind: 'checkpoint' }>;
const checkpoints = (events: TrainEvent[]) =>
  events.filter((event): event is Checkpoint => event.kind === 'checkpoint');
const last = (events: TrainEvent[]) => checkpoints(events).at(-1) as Checkpoint;

/** The state as a reader finds it on disk: JSON as text, segments joined to one that begins at the last one's keepFrom. */
function readBack(states: readonly TrainState[]): SavedState {
  const state = states[states.length - 1];
  const rows: Uint8Array[] = [];
  for (const { segments } of states) {
    const { rowBytes, start, bytes } = segments.replay;
    for (let at = 0; at < bytes.length; at += rowBytes)
      rows[start + at / rowBytes] = bytes.slice(at, at + rowBytes);
  }
  const { rowBytes, end, keepFrom } = state.segments.replay;
  const bytes = new Uint8Array((end - keepFrom) * rowBytes);
  for (let row = keepFrom; row < end; row++) bytes.set(rows[row], (row - keepFrom) * rowBytes);
  const replay: Segment = { rowBytes, start: keepFrom, end, keepFrom, bytes };
  const arrays = Object.fromEntries(
    Object.entries(state.arrays).map(([name, array]) => [name, array.slice()]),
  );
  return { json: JSON.parse(JSON.stringify(state.json)) as Json, arrays, segments: { replay } };
}

/** Everything of an event that is not time. */
function timeless(event: TrainEvent): unknown {
  if (event.kind === 'metrics') return { ...event, values: { ...event.values, stepsPerSecond: 0 } };
  if (event.kind === 'checkpoint') return { ...event, state: { ...event.state, segments: null } };
  return event;
}

describe('training DQN', () => {
  it('goes on after a break as if there had been none, byte for byte', async () => {
    const unbroken = await collect(optionsOf({ steps: 1_500 }));
    // 701 is no multiple of anything: the loop stops after the step that reaches it.
    const first = await collect(optionsOf({ steps: 701 }));
    expect(last(first).step).toBe(702);
    const states = checkpoints(first).map(({ state }) => state);
    const second = await collect(optionsOf({ steps: 1_500, resume: readBack(states) }));

    const after = (events: TrainEvent[]) =>
      events.filter((event) => event.kind !== 'start' && 'step' in event && event.step > 702);
    expect(after(second).map(timeless)).toEqual(after(unbroken).map(timeless));
    expect(last(second).weights).toEqual(last(unbroken).weights);
    // Rows appended after the break continue the log where it stood.
    const rows = readBack([...states, ...checkpoints(second).map(({ state }) => state)]);
    expect(rows.segments.replay).toEqual(
      readBack(checkpoints(unbroken).map(({ state }) => state)).segments.replay,
    );
  });

  it('hands out states that later training does not touch', async () => {
    const events = await collect(optionsOf({ steps: 1_000 }));
    const states = checkpoints(events).filter(({ step }) => step <= 600);
    const resumed = await collect(
      optionsOf({ steps: 1_000, resume: readBack(states.map(({ state }) => state)) }),
    );
    expect(last(resumed).weights).toEqual(last(events).weights);
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
    const unbroken = await collect(optionsOf({ steps: 400 }, settings));
    const first = await collect(optionsOf({ steps: 250 }, settings));
    const resume = readBack(checkpoints(first).map(({ state }) => state));
    const second = await collect(optionsOf({ steps: 400, resume }, settings));
    expect(last(second).weights).toEqual(last(unbroken).weights);
  });

  it.each([
    ['rainbow', {}],
    ['iqn', {}],
    ['drqn', { lstm: 8, unroll: 4 }],
    ['r2d2', { lstm: 8, unroll: 4, burnIn: 2 }],
    ['agent57', {}],
  ])('goes on after a break as if there had been none: %s', async (id, more) => {
    const { schema, train } = algorithm(id);
    const run = async (options: Partial<TrainOptions>) => {
      const settings = parseSettings(schema, { ...SMALL, ...more, batchSize: 4 }, 'test');
      const events: TrainEvent[] = [];
      for await (const event of train({ ...optionsOf(options), settings })) events.push(event);
      return events;
    };
    const unbroken = await run({ steps: 402 });
    const first = await run({ steps: 252 });
    const resume = readBack(checkpoints(first).map(({ state }) => state));
    const second = await run({ steps: 402, resume });
    expect(last(second).weights).toEqual(last(unbroken).weights);
    const { json, arrays } = last(unbroken).state;
    expect(last(second).state.json).toEqual(json);
    expect(last(second).state.arrays).toEqual(arrays);
  });

  it('gives other weights for another seed, and the same ones for the same', async () => {
    const weights = async (seed: number) => last(await collect(optionsOf({ steps: 150, seed }))).weights;
    const one = await weights(1);
    expect(await weights(1)).toEqual(one);
    expect(await weights(2)).not.toEqual(one);
  });

  it('says first what it will use, and makes checkpoints at multiples of checkpointEvery and at the end', async () => {
    const events = await collect(optionsOf({ steps: 500 }));
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
    const { tensors } = decodeSafetensors(last(events).weights);
    expect(Object.keys(tensors)).toContain('q.weight');
  });

  it('records one episode after each checkpoint, and the environment replays it', async () => {
    const events = await collect(optionsOf({ steps: 900 }));
    const episodes = events.flatMap((event) => (event.kind === 'episode' ? [event.episode] : []));
    expect(episodes.length).toBeGreaterThanOrEqual(3);
    expect(new Set(episodes.map(({ seed }) => seed)).size).toBe(episodes.length);
    for (const episode of episodes)
      expect(replayed(episode)).toEqual([episode.result, episode.hashes.at(-1), true]);
    const [{ accounts, actions }] = episodes;
    expect(accounts?.length).toBe(actions.length);
    expect(accounts?.[0]?.q?.length).toBe(6);
  });

  it('stops when it is told to, with a state to go on from', async () => {
    const abort = new AbortController();
    const events: TrainEvent[] = [];
    for await (const event of dqn.train(
      optionsOf({ minutes: 10, checkpointEvery: 1e9, signal: abort.signal }),
    )) {
      events.push(event);
      if (event.kind === 'metrics') abort.abort();
    }
    expect(events.at(-1)?.kind).toBe('checkpoint');
    const { step, state } = last(events);
    const resumed = await collect(optionsOf({ steps: step + 30, resume: readBack([state]) }));
    expect(last(resumed).step).toBe(step + 30);
  });

  it('makes nothing of a run that is already over', async () => {
    const first = await collect(optionsOf({ steps: 90 }));
    const again = await collect(
      optionsOf({ steps: 90, resume: readBack(checkpoints(first).map(({ state }) => state)) }),
    );
    expect(again.map(({ kind }) => kind)).toEqual(['start']);
  });

  it('reports losses, returns and epsilon', async () => {
    const events = await collect(optionsOf({ steps: 1_000 }));
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
      const events = await collect(optionsOf({ steps: 180 }, { trainEvery }));
      return (last(events).state.json as { learner: { updates: number } }).learner.updates;
    };
    expect(await updates(1)).toBe(120);
    expect(await updates(4)).toBe(30);
    expect(await updates(0.5)).toBe(240);
  });

  it('refuses workers that it cannot start, board games, and states of other settings', async () => {
    await expect(collect(optionsOf({ steps: 10, workers: 2 }))).rejects.toThrow(
      /2 worker threads were asked for.*pass spawnWorker/,
    );
    await expect(collect(optionsOf({ steps: 10, env: 'tic_tac_toe' }))).rejects.toThrow(/board game/);
    const resume = readBack(checkpoints(await collect(optionsOf({ steps: 90 }))).map(({ state }) => state));
    const other = { network: 'mlp:hidden=8' };
    await expect(collect(optionsOf({ steps: 200, resume }, other))).rejects.toThrow(AgonError);
    await expect(collect(optionsOf({ steps: 200, resume }, { numEnvs: 2 }))).rejects.toThrow(
      /3 environments, this run 2/,
    );
    await expect(collect(optionsOf({ steps: 10 }, { network: 'residual-tower' }))).rejects.toThrow(/q heads/);
  });
});

/** Result and hash of an episode played again from its seed and actions, and whether it is over then. */
function replayed(episode: Episode): [number[], number, boolean] {
  const env = makeEnv('minatar-breakout');
  env.reset(episode.seed);
  let total = 0;
  let over = false;
  for (const action of episode.actions) {
    const { reward, terminated } = env.step(action);
    total += reward;
    over = terminated;
  }
  return [[total], env.hash(), over];
}
