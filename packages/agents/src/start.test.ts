/** Agents that begin with the layers of a classifier. */
import { parseSettings, RandomStream } from '@agon/core';
import { decodeSafetensors, Parameters } from '@agon/engine';
import type { CheckpointSource, TrainOptions } from '@agon/learning';
import { checkpoints, collect, lastCheckpoint, readBack } from '@agon/learning/testing';
import { makeNetwork } from '@agon/nets';
import { describe, expect, it } from 'vitest';
import { algorithm } from './algorithms.js';

const NETWORK = 'convnet:filters=4/5,hidden=16';
const ENV = 'pixel-pong:size=16,gray=false,stack=1';

/** A classifier of pictures in three colours, the red ones of which are divided by 2. */
const weights = (() => {
  const { parameters } = makeNetwork(NETWORK, 'classifier', { input: [16, 16, 3], classes: 4 });
  const preprocessing = {
    shape: [16, 16, 3],
    classes: ['a', 'b', 'c', 'd'],
    mean: [0, 0, 0],
    deviation: [2, 1, 1],
  };
  return new Parameters(parameters)
    .initialise(new RandomStream('eyes'))
    .toSafetensors({ preprocessing: JSON.stringify(preprocessing) });
})();
const source: CheckpointSource = () =>
  Promise.resolve({ algorithm: 'classifier', data: 'arcade-screens', settings: {}, step: 9, weights });

const ON_POLICY = { numEnvs: 2, rolloutSteps: 8, minibatches: 2, epochs: 1, learningRate: 0 };
const CASES = [
  ['dqn', { bufferSize: 100, learningStarts: 50, averageUpdates: 10 }],
  ['pqn', ON_POLICY],
  ['ppo', ON_POLICY],
] as const;

const plan = (id: string, settings: object, more: Partial<TrainOptions> = {}): TrainOptions => ({
  ...{ env: ENV, seed: 1, steps: 16, workers: 0, checkpointEvery: 16, checkpoints: source },
  settings: parseSettings(
    algorithm(id).schema,
    { network: NETWORK, start: 'runs/eyes', ...settings },
    'test',
  ),
  ...more,
});

describe.each(CASES)('%s', (id, settings) => {
  it('has its eyes, with what pictures were divided by, and says so at the beginning alone', async () => {
    const events = await collect(algorithm(id).train(plan(id, settings)));
    const { tensors } = decodeSafetensors(lastCheckpoint(events).weights);
    const before = decodeSafetensors(weights).tensors;
    expect(tensors['conv1.weight'].data).toEqual(before['conv1.weight'].data);
    const divided = [...before['conv0.weight'].data].map((value, i) =>
      Math.floor(i / 4) % 3 === 0 ? value / 2 : value,
    );
    [...tensors['conv0.weight'].data].forEach((value, i) => expect(value).toBeCloseTo(divided[i], 6));
    const said = events.flatMap((event) => (event.kind === 'warning' ? [event.text] : [])).join('\n');
    expect(said).toMatch(/begins with 6 of 8 tensors of "runs\/eyes"/);
    expect(said).toMatch(/this network has none: logits.weight, logits.bias/);
    const resume = readBack(checkpoints(events));
    const onwards = await collect(algorithm(id).train(plan(id, settings, { steps: 32, resume })));
    expect(onwards.some(({ kind }) => kind === 'warning')).toBe(false);
  });

  it('refuses eyes for other pictures, and what nobody can find', async () => {
    const grey = { env: 'pixel-pong:size=16,stack=4' };
    const refused = collect(algorithm(id).train(plan(id, settings, grey)));
    await expect(refused).rejects.toThrow(/first layer of "runs\/eyes" does not fit/);
    const nowhere = collect(algorithm(id).train(plan(id, settings, { checkpoints: undefined })));
    await expect(nowhere).rejects.toThrow(/no runs here/);
  });
});
