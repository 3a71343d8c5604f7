/** A value learner that learns from attacked observations. */
import { parseSettings } from '@agon/core';
import { decodeSafetensors } from '@agon/engine';
import { collect, lastCheckpoint, metric } from '@agon/learning/testing';
import { describe, expect, it } from 'vitest';
import { algorithm } from '../../algorithms.js';

const SMALL = { network: 'mlp:hidden=16', bufferSize: 500, learningStarts: 50, batchSize: 8, trainEvery: 20 };
const FLIPS = ['minatar-breakout', { attackFlips: 2 }] as const;

describe.each([
  ['dqn', ...FLIPS],
  ['rainbow', ...FLIPS],
  ['iqn', ...FLIPS],
  ['agent57', ...FLIPS],
  ['dqn', 'pixel-pong:size=36', { attackEpsilon: 0.02, network: 'nature-cnn:width=0.05' }],
] as const)('%s on %s with %o', (id, env, changes) => {
  const run = (more: object) => {
    const { train, schema } = algorithm(id);
    const settings = parseSettings(schema, { ...SMALL, ...changes, ...more }, 'test');
    return collect(train({ env, settings, seed: 1, steps: 1000, workers: 0, checkpointEvery: 1000 }));
  };

  it('learns something else than from observations as they are, in finite numbers', async () => {
    const hardened = await run({});
    const plain = await run({ attackFlips: 0, attackEpsilon: 0 });
    const { weights } = lastCheckpoint(hardened);
    expect(weights).not.toEqual(lastCheckpoint(plain).weights);
    for (const { data } of Object.values(decodeSafetensors(weights).tensors))
      expect(data.every((value: number) => Number.isFinite(value))).toBe(true);
    expect(Number.isFinite(metric(hardened, 'loss').at(-1))).toBe(true);
  });
});
