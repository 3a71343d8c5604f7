import { RandomStream } from '@agon/core';
import { openPictures } from '@agon/data';
import { diskFiles } from '@agon/data/node';
import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import type { CheckpointSource } from '@agon/learning';
import { describeWithDataset } from '../../../../../test/datasets.js';
import { tinyDigits } from '../../testing/tinyDigits.js';
import { pgd } from '../../vision/attacks/attacks.js';
import { classifierTarget } from '../../vision/attacks/classifierTarget.js';
import { preprocessingOf } from '../../vision/classifier/preprocessing.js';
import { PictureLearner } from '../pictures/pictureLearner.js';
import { lastOf } from '../testing/lastOf.js';
import { adversarial } from './adversarial.js';

describe('an attack that wants a class', () => {
  it('gets it within the distance, where noise of that size gets nothing', async () => {
    const data = await openPictures('mnist', tinyDigits(240, 60));
    const preprocessing = await preprocessingOf(data);
    const plan = { network: 'mlp:hidden=16', updates: 80, seed: 'wanted' };
    const learner = await PictureLearner.create(data.splits.train, preprocessing, plan);
    await learner.learn(80);
    const target = await classifierTarget(learner.network, preprocessing, learner.average, 20);
    const indices = Int32Array.from({ length: 20 }, (_, i) => i);
    const pixels = new Uint8Array(20 * 784);
    await data.splits.test.read(indices, pixels);
    const pictures = Float32Array.from(pixels, (byte) => byte / 255);
    const labels = indices.map((index) => data.splits.test.labels[index]);
    const wanted = labels.map((label) => (label + 3) % 10);
    const epsilon = 0.4;
    const { pictures: changed, isFooled } = await pgd(target, { pictures, labels, wanted }, { epsilon, steps: 30, restarts: 1 }, new RandomStream('a')); // prettier-ignore
    expect(isFooled.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(10);
    changed.forEach((value, i) => expect(Math.abs(value - pictures[i])).toBeLessThanOrEqual(epsilon + 1e-6));
    // The same strength without direction.
    const rng = new RandomStream('noise');
    const noisy = pictures.map((value) =>
      Math.min(1, Math.max(0, value + (rng.uniform() < 0.5 ? -epsilon : epsilon))),
    );
    const logits = (await target.logits(noisy)).slice();
    const taken = Array.from(wanted, (each, row) => {
      const own = logits.subarray(row * 10, row * 10 + 10);
      return Number(own.indexOf(Math.max(...own)) === each);
    });
    expect(taken.reduce((a, b) => a + b)).toBeLessThan(5);
    await target.dispose();
    await learner.dispose();
  });
});

/** The network that comes with agon. */
const shipped: CheckpointSource = async (path) => {
  const folder = new URL(`../../../../../${path}/`, import.meta.url);
  const { algorithm, data, settings, step } = JSON.parse(
    String(readFileSync(new URL('config.json', folder))),
  );
  return { algorithm, data, settings, step, weights: readFileSync(new URL('weights.safetensors', folder)) };
};

describeWithDataset('emoji', 'the lesson on noise', () => {
  it('makes of a parrot, at least 97 % sure, books, at least 99 % sure, by at most 8 of 255', async () => {
    const { numbers, figure } = await lastOf(adversarial, { epsilon: 8 }, 1, diskFiles(), shipped);
    expect(numbers.chanceBefore).toBeGreaterThanOrEqual(0.97);
    expect(numbers.chanceAfter).toBeGreaterThanOrEqual(0.99);
    expect(numbers.largestChange).toBeLessThanOrEqual(8.001);
    expect(numbers.sureAndFooled).toBeGreaterThanOrEqual(1);
    const [gallery] = figure.panels;
    const captions = gallery.kind === 'gallery' ? gallery.pictures.map(({ caption }) => caption) : [];
    expect(captions).toEqual([
      expect.stringMatching(/^parrot: 9/),
      'noise × 15',
      expect.stringMatching(/^books: (99|100)/),
    ]);
  }, 120_000);

  it('leaves the picture as it is where nothing may change', async () => {
    const { numbers } = await lastOf(adversarial, { epsilon: 0 }, 1, diskFiles(), shipped);
    expect(numbers.largestChange).toBe(0);
    expect(numbers.chanceAfter).toBeLessThan(0.03);
  }, 60_000);

  it('names classes that there are, and says what to do without the trained network', async () => {
    await expect(lastOf(adversarial, { to: 'bookz' }, 1, diskFiles(), shipped)).rejects.toThrow(
      'there is no "bookz"',
    );
    await expect(lastOf(adversarial, {}, 1, diskFiles())).rejects.toThrow('set updates');
  });
});
