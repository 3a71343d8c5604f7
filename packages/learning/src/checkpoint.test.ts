import { AgonError } from '@agon/core';
import { encodeSafetensors } from '@agon/engine';
import { expect, it } from 'vitest';
import { readCheckpoint } from './checkpoint.js';
import type { CheckpointSource } from './trainer.js';

const weights = (value: number): Uint8Array =>
  encodeSafetensors({ w: { shape: [2], data: Float32Array.of(1, value) } });

const source =
  (bytes: Uint8Array): CheckpointSource =>
  () =>
    Promise.resolve({ algorithm: 'dqn', env: 'corridor', settings: {}, step: 70, weights: bytes });

it('gives whole, finite weights as they are', async () => {
  const bytes = weights(2);
  expect((await readCheckpoint('runs/a', source(bytes))).weights).toBe(bytes);
});

it('says that there are no runs where there is nothing to find them with', async () => {
  await expect(readCheckpoint('runs/a', undefined)).rejects.toThrow(/no runs here .* "runs\/a"/);
});

it.each([
  [
    'not-finite',
    weights(NaN),
    /^"runs\/a@70", step 70, cannot be used: .* the tensor "w" \[2\] holds NaN at index 1 of 2/,
  ],
  [
    'bad-checkpoint',
    weights(2).subarray(1),
    /^"runs\/a@70", step 70, cannot be used: .* its header should have/,
  ],
  ['bad-checkpoint', new Uint8Array(0), /^"runs\/a@70", step 70, cannot be used: .* it has 0 bytes/],
])('refuses others with their name: %s', async (code, bytes, message) => {
  const refused = readCheckpoint('runs/a@70', source(bytes));
  await expect(refused).rejects.toBeInstanceOf(AgonError);
  await expect(refused).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
});
