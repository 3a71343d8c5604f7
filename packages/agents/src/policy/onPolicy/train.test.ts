/** The training loops of the on-policy algorithms: events, resuming, errors. Small settings: what is tested here is not learning. */
import { AgonError, parseSettings } from '@agon/core';
import { describe, expect, it } from 'vitest';
import type { TrainEvent, TrainOptions } from '@agon/learning';
import { algorithm } from '../../algorithms.js';
import { expectRecorded } from '../../testing/episodes.js';
import { checkpoints, collect, lastCheckpoint, metric, readBack, timeless } from '@agon/learning/testing';
import { episodesOf } from '../../testing/runs.js';

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

/** Async, since some refuse settings before there is a run. */
async function train(id: string, options: TrainOptions): Promise<TrainEvent[]> {
  return collect(algorithm(id).train(options));
}

describe.each(ids)('training %s', (id) => {
  it('goes on after a break as if there had been none, byte for byte', async () => {
    const unbroken = await train(id, optionsOf(id, { steps: 2_000 }));
    const first = await train(id, optionsOf(id, { steps: 901 }));
    const { step } = lastCheckpoint(first);
    expect(step).toBeGreaterThanOrEqual(901);
    const second = await train(id, optionsOf(id, { steps: 2_000, resume: readBack(checkpoints(first)) }));
    const after = (events: TrainEvent[]) =>
      events.filter((event) => event.kind !== 'start' && 'step' in event && event.step > step);
    expect(after(second).map(timeless)).toEqual(after(unbroken).map(timeless));
    expect(lastCheckpoint(second).weights).toEqual(lastCheckpoint(unbroken).weights);
  });

  it('hands out states that later training does not touch', async () => {
    const events = await train(id, optionsOf(id, { steps: 1_500 }));
    const resume = readBack(checkpoints(events).slice(0, 1));
    const resumed = await train(id, optionsOf(id, { steps: 1_500, resume }));
    expect(lastCheckpoint(resumed).weights).toEqual(lastCheckpoint(events).weights);
  });

  it('gives other weights for another seed, and the same ones for the same', async () => {
    const weights = async (seed: number) =>
      lastCheckpoint(await train(id, optionsOf(id, { steps: 150, seed }))).weights;
    const one = await weights(1);
    expect(await weights(1)).toEqual(one);
    expect(await weights(2)).not.toEqual(one);
  });

  it('records an episode at first and after each checkpoint, and the environment replays it', async () => {
    const events = await train(id, optionsOf(id, { steps: 4_000 }));
    const episodes = episodesOf(events);
    expectRecorded('minatar-breakout', episodes);
    const [{ accounts, actions }] = episodes;
    expect(accounts?.length).toBe(actions.length);
    expect(accounts?.[0]?.[id === 'pqn' ? 'q' : 'prior']).toHaveLength(6);
  });

  it('stops when it is told to, with a state to go on from', async () => {
    const abort = new AbortController();
    const options = optionsOf(id, { minutes: 10, checkpointEvery: 1e9, signal: abort.signal });
    const events = await collect(algorithm(id).train(options), ({ kind }) => {
      if (kind === 'metrics') abort.abort();
    });
    const { step } = lastCheckpoint(events);
    expect(events.at(-1)?.kind).toBe('checkpoint');
    const resumed = await train(
      id,
      optionsOf(id, { steps: step + 1, resume: readBack(checkpoints(events)) }),
    );
    expect(lastCheckpoint(resumed).step).toBeGreaterThan(step);
  });

  it('makes nothing of a run that is already over', async () => {
    const resume = readBack(checkpoints(await train(id, optionsOf(id, { steps: 90 }))));
    const again = await train(id, optionsOf(id, { steps: 90, resume }));
    expect(again.map(({ kind }) => kind)).toEqual(['start']);
  });

  it('lets the learning rate fall to 0 over the steps of the run', async () => {
    const events = await train(id, optionsOf(id, { steps: 3_000 }, { learningRate: 1e-3, decaySteps: 0 }));
    const rates = metric(events, 'learningRate');
    expect(rates[0]).toBeGreaterThan(0.6e-3);
    expect(rates.at(-1)).toBeLessThan(0.4e-3);
    const constant = await train(id, optionsOf(id, { minutes: 1e-4 }, { learningRate: 1e-3, decaySteps: 0 }));
    expect(constant.length).toBeGreaterThan(0);
  });

  it('refuses several workers, board games, networks of other kinds, and states of other settings', async () => {
    await expect(train(id, optionsOf(id, { steps: 10, workers: 2 }))).rejects.toThrow(
      /asked for 2 workers.*one thread/,
    );
    await expect(train(id, optionsOf(id, { steps: 10, env: 'tic_tac_toe' }))).rejects.toThrow(/board game/);
    await expect(train(id, optionsOf(id, { steps: 10 }, { network: 'residual-tower' }))).rejects.toThrow(
      /of kind/,
    );
    const resume = readBack(checkpoints(await train(id, optionsOf(id, { steps: 90 }))));
    const network = id === 'pqn' ? 'mlp:hidden=8' : 'actor-critic-mlp:hidden=8';
    await expect(train(id, optionsOf(id, { steps: 500, resume }, { network }))).rejects.toThrow(AgonError);
    const others = id === 'reinforce' ? { episodes: 2 } : { numEnvs: 2 };
    await expect(train(id, optionsOf(id, { steps: 500, resume }, others))).rejects.toThrow(/2 environments/);
  });
});

describe.each(['ppo', 'pqn'])('%s', (id) => {
  it('refuses minibatches that do not divide a rollout', async () => {
    await expect(train(id, optionsOf(id, { steps: 10 }, { minibatches: 3 }))).rejects.toThrow(
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
    const events = await train(id, optionsOf(id, { steps: 1_500 }));
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
