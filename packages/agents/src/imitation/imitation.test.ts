import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { RandomStream } from '@agon/core';
import { decodeSafetensors } from '@agon/engine';
import { makeEnvironment } from '@agon/envs';
import type { CheckpointSource, DataFile, TrainEvent, TrainOptions } from '@agon/learning';
import {
  checkpoints,
  collect,
  lastCheckpoint,
  metric,
  readBack,
  type CheckpointEvent,
} from '@agon/learning/testing';
import { alphago } from '../alphago/alphago.js';
import type { Algorithm } from '../algorithm.js';
import { imitation } from './imitation.js';
import { gameFile, reads } from './testing/gameFiles.js';

const ENV = 'go:size=5,komi=2.5';
const NETWORK = 'residual-tower:blocks=1,channels=8,pooling=4,policyHead=points,territory=true';
// Many networks are compiled, and machines can be busy.
vi.setConfig({ testTimeout: 300_000 });
const FILES = reads(gameFile(5, 8, 12));

function events(algorithm: Algorithm, options: Partial<TrainOptions>): Promise<TrainEvent[]> {
  const all: TrainOptions = {
    env: ENV,
    settings: { sgf: 'games' },
    seed: 1,
    workers: 0,
    checkpointEvery: 1000,
    readFiles: FILES,
    ...options,
  };
  return collect(algorithm.train(all));
}

/** Finds one checkpoint, under one name. */
const source =
  ({ weights, step }: CheckpointEvent, name: string): CheckpointSource =>
  (path) => {
    expect(path).toBe(name);
    return Promise.resolve({ algorithm: '', env: ENV, settings: {}, step, weights });
  };

/** Weights and state of a checkpoint as digests: comparing 100,000 numbers one by one takes seconds. */
function digests({ step, weights, state }: CheckpointEvent): Record<string, unknown> {
  const digest = ({ buffer, byteOffset, byteLength }: ArrayBufferView): string =>
    createHash('sha256')
      .update(new Uint8Array(buffer, byteOffset, byteLength))
      .digest('hex');
  const arrays = Object.entries(state.arrays).map(([name, array]) => [name, digest(array)]);
  return { step, weights: digest(weights), ...Object.fromEntries(arrays) };
}

/** Runs to the end at once, and again after each of `breaks`, [where it is broken off, where it ends then], and compares what is left. */
async function expectSameWhenResumed(
  algorithm: Algorithm,
  settings: Record<string, unknown>,
  checkpointEvery: number,
  breaks: readonly (readonly [step: number, end: number])[],
): Promise<void> {
  const steps = Math.max(...breaks.map(([, end]) => end));
  const whole = checkpoints(await events(algorithm, { settings, steps, checkpointEvery }));
  for (const [step, end] of breaks) {
    const resume = readBack(whole.filter((checkpoint) => checkpoint.step <= step));
    const rest = checkpoints(await events(algorithm, { settings, steps: end, resume }));
    expect(digests(rest.at(-1)!)).toEqual(digests(whole.find((checkpoint) => checkpoint.step === end)!));
  }
}

describe('learning from recorded games', () => {
  const settings = { sgf: 'games', network: NETWORK, batchSize: 16, completeAt: 4, decaySteps: 100 };

  it('learns a few games by heart', async () => {
    const found = await events(imitation, {
      settings: { ...settings, learningRate: 0.01, averaging: 0.9, decaySteps: 0 },
      steps: 200,
      readFiles: reads(gameFile(5, 2, 6)),
    });
    const losses = metric(found, 'policyLoss');
    expect(losses).toHaveLength(2);
    expect(losses[1]).toBeLessThan(0.8 * losses[0]);
    expect(metric(found, 'completedGames')).toHaveLength(1);
    expect(metric(found, 'learningRate').at(-1)).toBeCloseTo(0.0002, 6); // at its lowest where the run ends
    expect(metric(found, 'heldAccuracy')).toHaveLength(1);
  });

  it('ends with the same bytes when it was interrupted', async () => {
    await expectSameWhenResumed(imitation, settings, 5, [[5, 7]]);
  });

  it('says which games were left out, and refuses to go on with others', async () => {
    const broken = { path: 'bad.sgf', bytes: new TextEncoder().encode('(;SZ[5];B[cc];W[cc])') };
    const found = await events(imitation, {
      settings,
      steps: 1,
      readFiles: reads(gameFile(5, 4, 6), broken),
    });
    expect(found).toContainEqual({
      kind: 'warning',
      text: expect.stringContaining('bad.sgf:1:14') as string,
    });
    const resume = readBack(checkpoints(found));
    await expect(events(imitation, { settings, steps: 2, resume })).rejects.toThrow(/others than those/);
  });

  it('refuses a state of another network', async () => {
    const resume = readBack(checkpoints(await events(imitation, { settings, steps: 1 })));
    const larger = { ...settings, network: NETWORK.replace('blocks=1', 'blocks=2') };
    await expect(events(imitation, { settings: larger, steps: 2, resume })).rejects.toMatchObject({
      code: 'bad-checkpoint',
    });
  });

  it('takes the board from the games where all have one size', async () => {
    const nine = gameFile(9, 1, 4, 'nine.sgf');
    const nameless = { path: 'nameless.sgf', bytes: new TextEncoder().encode('(;GM[1];B[aa])') };
    const boardOf = (...files: DataFile[]) => imitation.task.defaultEnv!({ sgf: 'games' }, reads(...files));
    expect(await boardOf(nine)).toBe('go:size=9');
    await expect(boardOf(nine, gameFile(5, 2, 4))).rejects.toThrow(/are on 5×5, 9×9: .* as --env go:size=/);
    await expect(boardOf(nameless)).rejects.toThrow(/do not say how large their board is/);
    await expect(imitation.task.defaultEnv!({}, reads(nine))).rejects.toThrow(/give --sgf PATH/);
  });

  it('trains in one thread and says so', async () => {
    for (const algorithm of [imitation, alphago]) {
      const found = events(algorithm, { steps: 1, workers: 2 });
      await expect(found).rejects.toThrow(/asked for 2 workers.*one thread/);
    }
  });

  it('goes on from the weights of a smaller tower', async () => {
    const [small] = checkpoints(await events(imitation, { settings, steps: 1 }));
    const from = 'runs/small@1';
    const grown = { ...settings, network: NETWORK.replace('blocks=1', 'blocks=2'), from, learningRate: 0 };
    const [large] = checkpoints(
      await events(imitation, { settings: grown, steps: 1, checkpoints: source(small, from) }),
    );
    const weights = async ({ weights: bytes }: CheckpointEvent, network: string): Promise<number[]> => {
      const checkpoint = {
        algorithm: 'imitation',
        env: ENV,
        settings: { network },
        step: 1,
        weights: bytes,
      };
      const agent = await imitation.loadAgent('agent', checkpoint, { visits: 4 });
      const environment = makeEnvironment(ENV);
      if (environment.kind !== 'game') throw new TypeError('go is a game');
      const state = environment.game.newInitialState();
      await agent.act({ kind: 'game', state }, new RandomStream('act'));
      await agent.dispose?.();
      return agent.analysis()!.prior as number[];
    };
    const before = await weights(small, settings.network);
    const after = await weights(large, grown.network);
    after.forEach((prior, action) => expect(prior).toBeCloseTo(before[action], 5));
  });

  it('begins parts anew where it is told to, and with branches of scale 1', async () => {
    const [old] = checkpoints(await events(imitation, { settings, steps: 20 }));
    const from = 'runs/old@20';
    const again = { ...settings, from, fresh: 'value/score', learningRate: 0 };
    const [begun] = checkpoints(
      await events(imitation, { settings: again, steps: 1, seed: 2, checkpoints: source(old, from) }),
    );
    const [before, after] = [old, begun].map(({ weights }) => decodeSafetensors(weights).tensors);
    expect(after['stem.weight'].data).toEqual(before['stem.weight'].data);
    expect(after['score.out.weight'].data.every((weight) => weight === 0)).toBe(true);
    expect(after['value.planes.weight'].data).not.toEqual(before['value.planes.weight'].data);
    expect([...after['block0.scale'].data]).toEqual([1]);
    const [scale] = before['block0.scale'].data;
    expect(scale).not.toBe(1);
    const product = Number(before['block0.second.weight'].data[0]) * Number(scale);
    expect(Number(after['block0.second.weight'].data[0])).toBeCloseTo(product, 6);
  });
});

describe('AlphaGo’s pipeline', () => {
  const settings = {
    sgf: 'games',
    policyNetwork: 'alphago-policy:layers=3,channels=8',
    valueNetwork: 'alphago-value:layers=3,channels=8',
    batchSize: 8,
    ...{ policySteps: 4, rolloutSteps: 4, reinforceSteps: 4, gameSteps: 4, valueSteps: 4, matchSteps: 1 },
    ...{
      reinforceGames: 4,
      reinforcePositions: 32,
      poolEvery: 1,
      gamesPerStep: 6,
      matchGames: 2,
      matchVisits: 4,
    },
  };

  it('runs all stages, tells the number of each, and its player plays at every λ', async () => {
    const found = await events(alphago, { settings, steps: 100, checkpointEvery: 50 });
    const last = lastCheckpoint(found);
    expect(last.step).toBe(21);
    expect(alphago.length?.(settings)).toBe(21);
    const stages = found.filter((event) => event.kind === 'stage');
    expect(stages.map(({ step, name, values }) => [step, name, Object.keys(values)])).toEqual([
      [4, 'policy', ['policyHeldAccuracy']],
      [8, 'rollout', ['rolloutHeldAccuracy']],
      [12, 'reinforce', ['reinforceWinRate']],
      [16, 'games', ['gamesPositions']],
      [20, 'value', ['valueResultError', 'valueResultSpread']],
      [21, 'match', ['matchLambda0WinRate', 'matchLambdaHalfWinRate', 'matchLambda1WinRate']],
    ]);
    expect(
      found.filter((event) => event.kind === 'metrics' && Object.keys(event.values).length === 0),
    ).toEqual([]);
    for (const name of [
      'policyHeldAccuracy',
      'rolloutHeldAccuracy',
      'reinforceWinRate',
      'valueResultError',
      'valueResultErrorLearned',
      'matchLambda0WinRate',
      'matchLambdaHalfWinRate',
      'matchLambda1WinRate',
    ])
      // prettier-ignore
      expect(metric(found, name), name).toHaveLength(1);
    const { policyNetwork, valueNetwork } = settings;
    const checkpoint = {
      algorithm: 'alphago',
      env: ENV,
      settings: { policyNetwork, valueNetwork },
      step: 21,
      weights: last.weights,
    };
    const environment = makeEnvironment(ENV);
    if (environment.kind !== 'game') throw new TypeError('go is a game');
    for (const lambda of [0, 0.5, 1]) {
      const agent = await alphago.loadAgent('agent', checkpoint, { visits: 8, lambda });
      const state = environment.game.newInitialState();
      const action = await agent.act({ kind: 'game', state }, new RandomStream('act'));
      expect(state.isLegal(action)).toBe(true);
      await agent.dispose?.();
    }
  });

  it('ends with the same bytes when it was interrupted in the middle of any stage', async () => {
    const [policySteps, rolloutSteps, reinforceSteps, gameSteps, valueSteps] = [2, 2, 2, 2, 2];
    const short = { ...settings, policySteps, rolloutSteps, reinforceSteps, gameSteps, valueSteps };
    await expectSameWhenResumed(alphago, short, 1, [
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 10], // the value network learns from games before and after the break
      [9, 10],
      [10, 11],
    ]);
  });

  it('saves its state within the stages that play games, without measuring there', async () => {
    const only = { policySteps: 0, rolloutSteps: 0, gameSteps: 0, valueSteps: 0, matchSteps: 0 };
    const short = { ...settings, ...only, reinforceSteps: 25, reinforceGames: 2 };
    const found = await events(alphago, { settings: short });
    expect(checkpoints(found).map(({ step }) => step)).toEqual([20, 25]);
    expect(metric(found, 'reinforceWinRate')).toHaveLength(1);
  });

  describe('stages alone', () => {
    const none = {
      ...settings,
      ...{ policySteps: 0, rolloutSteps: 0, reinforceSteps: 0, gameSteps: 0, valueSteps: 0, matchSteps: 0 },
    };
    const metadata = ({ weights }: CheckpointEvent) => decodeSafetensors(weights).metadata!;

    it('begin with the weights of another run, and a value network is one that has learned', async () => {
      const first = lastCheckpoint(
        await events(alphago, { settings: { ...none, policySteps: 4, matchSteps: 1 }, steps: 4 }),
      );
      const from = 'runs/first@4';
      const reinforce = { ...none, reinforceSteps: 2, matchSteps: 1, from };
      const found = await events(alphago, {
        settings: reinforce,
        steps: 3,
        checkpointEvery: 1,
        checkpoints: source(first, from),
      });
      const { arrays } = lastCheckpoint(found).state;
      expect(arrays.policy).toEqual(first.state.arrays.policy);
      expect(arrays.reinforced).not.toEqual(arrays.policy);
      expect(checkpoints(found).map((each) => metadata(each).hasValue)).toEqual(['false', 'false', 'false']);
      expect(metric(found, 'matchLambda1WinRate')).toHaveLength(1);
      expect(metric(found, 'matchLambda0WinRate')).toEqual([]);
      expect(metric(found, 'matchLambdaHalfWinRate')).toEqual([]);
    });

    it('keep the value network of the run that they begin with, also where they are resumed', async () => {
      const value = { ...none, gameSteps: 1, valueSteps: 1 };
      const learned = checkpoints(await events(alphago, { settings: value, checkpointEvery: 1 }));
      expect(learned.map((each) => metadata(each).hasValue)).toEqual(['false', 'true']);
      const from = 'runs/value@2';
      const policy = { ...none, policySteps: 2, matchSteps: 1, from };
      const checkpointsOf = source(learned[1], from);
      const begun = checkpoints(
        await events(alphago, { settings: policy, steps: 1, checkpoints: checkpointsOf }),
      );
      const found = await events(alphago, { settings: policy, resume: readBack(begun) });
      expect(metadata(lastCheckpoint(found)).hasValue).toBe('true');
      expect(metric(found, 'matchLambda0WinRate')).toHaveLength(1);
    });

    it("begin the value network with the policy's convolutions, or go on with one that has learned", async () => {
      const layer = (arrays: Readonly<Record<string, unknown>>, part: 'policy' | 'value') =>
        (arrays[part] as Float32Array).slice(0, 100); // of the first convolution
      const still = { ...none, gameSteps: 1, valueSteps: 1, learningRate: 0 };
      const begun = lastCheckpoint(await events(alphago, { settings: still })).state.arrays;
      expect(layer(begun, 'value')).toEqual(layer(begun, 'policy'));

      const learned = lastCheckpoint(await events(alphago, { settings: { ...still, learningRate: 0.01 } }));
      expect(layer(learned.state.arrays, 'value')).not.toEqual(layer(learned.state.arrays, 'policy'));
      const from = 'runs/value@2';
      const more = { settings: { ...still, from }, checkpoints: source(learned, from) };
      const { value } = lastCheckpoint(await events(alphago, more)).state.arrays;
      expect(value).toEqual(learned.state.arrays.value);
    });

    it('refuse to learn values without positions of self-play', async () => {
      const asked = { code: 'bad-option', message: expect.stringContaining('Set "gameSteps"') as string };
      await expect(events(alphago, { settings: { ...none, valueSteps: 2 } })).rejects.toMatchObject(asked);
      // A game of one batch is one position at the most, and it would be held out.
      const one = { ...none, gameSteps: 1, gamesPerStep: 1, valueSteps: 2 };
      await expect(events(alphago, { settings: one })).rejects.toMatchObject(asked);
    });
  });
});
