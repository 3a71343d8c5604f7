/** The training loops of the on-policy algorithms: events, resuming, errors. Small settings: what is tested here is not learning. */
import { AgonError, parseSettings, type Json } from '@agon/core';
import { makeEnv } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import { algorithm } from '../algorithms.js';
import type { Episode, SavedState, TrainEvent, TrainOptions, TrainState } from '../trainer.js';

const POLICY = 'actor-critic-mlp:hidden=16,activation=relu,shared=true';
const CASES: Record<string, Record<string, unknown>> = {
  a2c: { network: POLICY, numEnvs: 4, rolloutSteps: 5 },
  ppo: { network: POLICY, numEnvs: 4, rolloutSteps: 16, minibatches: 2, epochs: 2 },
  pqn: { network: 'mlp:hidden=16,layerNorm=true', numEnvs: 4, rolloutSteps: 16, minibatches: 2, epochs: 2, epsilonSteps: 500 }, // prettier-ignore
  reinforce: { network: POLICY, episodes: 4, episodeLimit: 30 },
};
const ids = Object.keys(CASES);

function optionsOf(
  id: string,
  more: Partial<TrainOptions>,
  settings: Record<string, unknown> = {},
): TrainOptions {
  return {
    env: 'minatar-breakout',
    settings: parseSettings(algorithm(id).schema, { ...CASES[id], decaySteps: 4_000, ...settings }, 'test'),
    seed: 7,
    workers: 0,
    checkpointEvery: 400,
    ...more,
  };
}

async function collect(id: string, options: TrainOptions): Promise<TrainEvent[]> {
  const events: TrainEvent[] = [];
  for await (const event of algorithm(id).train(options)) events.push(event);
  return events;
}

type Checkpoint = Extract<TrainEvent, { kind: 'checkpoint' }>;
const checkpoints = (events: TrainEvent[]) =>
  events.filter((event): event is Checkpoint => event.kind === 'checkpoint');
const last = (events: TrainEvent[]) => checkpoints(events).at(-1) as Checkpoint;

/** The state as a reader finds it on disk. */
const readBack = ({ json, arrays }: TrainState): SavedState => ({
  json: JSON.parse(JSON.stringify(json)) as Json,
  arrays: Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, array.slice()])),
  segments: {},
});

/** Everything of an event that is not time. */
const timeless = (event: TrainEvent): unknown =>
  event.kind === 'metrics' ? { ...event, values: { ...event.values, stepsPerSecond: 0 } } : event;

/** The environment plays an episode again from its seed and actions: result, last hash, whether it is over then. */
function replayed(episode: Episode): [number[], number, boolean] {
  const env = makeEnv('minatar-breakout');
  env.reset(episode.seed);
  let total = 0;
  let over = false;
  const hashes: number[] = [];
  for (const action of episode.actions) {
    const { reward, terminated } = env.step(action);
    total += reward;
    over = terminated;
    hashes.push(env.hash());
  }
  const every100 = hashes.filter((_, i) => (i + 1) % 100 === 0);
  expect(episode.hashes).toEqual([...every100, hashes.at(-1)]);
  return [[total], hashes.at(-1) as number, over];
}

describe.each(ids)('training %s', (id) => {
  it('goes on after a break as if there had been none, byte for byte', async () => {
    const unbroken = await collect(id, optionsOf(id, { steps: 2_000 }));
    const first = await collect(id, optionsOf(id, { steps: 901 }));
    const { step, state } = last(first);
    expect(step).toBeGreaterThanOrEqual(901);
    const second = await collect(id, optionsOf(id, { steps: 2_000, resume: readBack(state) }));
    const after = (events: TrainEvent[]) =>
      events.filter((event) => event.kind !== 'start' && 'step' in event && event.step > step);
    expect(after(second).map(timeless)).toEqual(after(unbroken).map(timeless));
    expect(last(second).weights).toEqual(last(unbroken).weights);
  });

  it('hands out states that later training does not touch', async () => {
    const events = await collect(id, optionsOf(id, { steps: 1_500 }));
    const resume = readBack(checkpoints(events)[0].state);
    const resumed = await collect(id, optionsOf(id, { steps: 1_500, resume }));
    expect(last(resumed).weights).toEqual(last(events).weights);
  });

  it('gives other weights for another seed, and the same ones for the same', async () => {
    const weights = async (seed: number) =>
      last(await collect(id, optionsOf(id, { steps: 150, seed }))).weights;
    const one = await weights(1);
    expect(await weights(1)).toEqual(one);
    expect(await weights(2)).not.toEqual(one);
  });

  it('records an episode at first and after each checkpoint, and the environment replays it', async () => {
    const events = await collect(id, optionsOf(id, { steps: 4_000 }));
    const episodes = events.flatMap((event) => (event.kind === 'episode' ? [event.episode] : []));
    expect(episodes.length).toBeGreaterThanOrEqual(3);
    expect(new Set(episodes.map(({ seed }) => seed)).size).toBe(episodes.length);
    for (const episode of episodes)
      expect(replayed(episode)).toEqual([episode.result, episode.hashes.at(-1), true]);
    const [{ accounts, actions }] = episodes;
    expect(accounts?.length).toBe(actions.length);
    expect(accounts?.[0]?.[id === 'pqn' ? 'q' : 'prior']).toHaveLength(6);
  });

  it('stops when it is told to, with a state to go on from', async () => {
    const abort = new AbortController();
    const events: TrainEvent[] = [];
    const options = optionsOf(id, { minutes: 10, checkpointEvery: 1e9, signal: abort.signal });
    for await (const event of algorithm(id).train(options)) {
      events.push(event);
      if (event.kind === 'metrics') abort.abort();
    }
    const { step, state } = last(events);
    expect(events.at(-1)?.kind).toBe('checkpoint');
    const resumed = await collect(id, optionsOf(id, { steps: step + 1, resume: readBack(state) }));
    expect(last(resumed).step).toBeGreaterThan(step);
  });

  it('makes nothing of a run that is already over', async () => {
    const { state } = last(await collect(id, optionsOf(id, { steps: 90 })));
    const again = await collect(id, optionsOf(id, { steps: 90, resume: readBack(state) }));
    expect(again.map(({ kind }) => kind)).toEqual(['start']);
  });

  it('lets the learning rate fall to 0 over the steps of the run', async () => {
    const events = await collect(id, optionsOf(id, { steps: 3_000 }, { learningRate: 1e-3, decaySteps: 0 }));
    const rates = events.flatMap((event) => (event.kind === 'metrics' ? [event.values.learningRate] : []));
    expect(rates[0]).toBeGreaterThan(0.6e-3);
    expect(rates.at(-1)).toBeLessThan(0.4e-3);
    const constant = await collect(
      id,
      optionsOf(id, { minutes: 1e-4 }, { learningRate: 1e-3, decaySteps: 0 }),
    );
    expect(constant.length).toBeGreaterThan(0);
  });

  it('refuses several workers, board games, networks with other heads, and states of other settings', async () => {
    await expect(collect(id, optionsOf(id, { steps: 10, workers: 2 }))).rejects.toThrow(
      /asked for 2 workers.*one thread/,
    );
    await expect(collect(id, optionsOf(id, { steps: 10, env: 'tic_tac_toe' }))).rejects.toThrow(/board game/);
    await expect(collect(id, optionsOf(id, { steps: 10 }, { network: 'residual-tower' }))).rejects.toThrow(
      /heads/,
    );
    const resume = readBack(last(await collect(id, optionsOf(id, { steps: 90 }))).state);
    const network = id === 'pqn' ? 'mlp:hidden=8' : 'actor-critic-mlp:hidden=8';
    await expect(collect(id, optionsOf(id, { steps: 500, resume }, { network }))).rejects.toThrow(AgonError);
    const others = id === 'reinforce' ? { episodes: 2 } : { numEnvs: 2 };
    await expect(collect(id, optionsOf(id, { steps: 500, resume }, others))).rejects.toThrow(
      /2 environments/,
    );
  });
});

describe.each(['ppo', 'pqn'])('%s', (id) => {
  it('refuses minibatches that do not divide a rollout', async () => {
    await expect(collect(id, optionsOf(id, { steps: 10 }, { minibatches: 3 }))).rejects.toThrow(
      /3 minibatches.*4 · 16 = 64 rows.*divisor of 64/,
    );
  });
});

describe('the metrics', () => {
  it.each([
    ['ppo', ['approxKl', 'clipFraction', 'entropy', 'explainedVariance', 'policyLoss', 'valueLoss']],
    ['a2c', ['entropy', 'explainedVariance', 'policyLoss', 'valueLoss']],
    ['reinforce', ['entropy', 'explainedVariance', 'policyLoss', 'valueLoss']],
    ['pqn', ['epsilon', 'qMean']],
  ])('of %s name what its loss is made of', async (id, names) => {
    const events = await collect(id, optionsOf(id, { steps: 1_500 }));
    const event = events.find(({ kind }) => kind === 'metrics') as Extract<TrainEvent, { kind: 'metrics' }>;
    const always = [
      'episodeLength',
      'episodes',
      'gradientNorm',
      'learningRate',
      'loss',
      'return',
      'stepsPerSecond',
    ];
    expect(Object.keys(event.values).sort()).toEqual([...always, ...names].sort());
    for (const value of Object.values(event.values)) expect(Number.isFinite(value)).toBe(true);
  });
});
