import { makeNetwork, numLearned } from '@agon/nets';
import { describe, expect, it } from 'vitest';
import { tinyDigits } from '../../testing/tinyDigits.js';
import { lastOf } from '../testing/lastOf.js';
import { networksOf, sharedWeights } from './sharedWeights.js';

describe('the lesson on shared weights', () => {
  it('compares layers of as many values: one is a special case of the next', () => {
    const [filters, kernel, stride, side] = [3, 4, 2, 9];
    const networks = networksOf(filters, kernel, stride, side);
    const sizes = { input: [side, side, 1], classes: 5 };
    const values = filters * 3 * 3;
    const inLayer = Object.values(networks).map(
      (spec) => numLearned(makeNetwork(spec, 'classifier', sizes)) - (values + 1) * 5,
    );
    expect(inLayer).toEqual([
      filters * (kernel ** 2 + 1),
      values * (kernel ** 2 + 1),
      values * (side ** 2 + 1),
    ]);
  });

  it('trains all three on the same pictures, and says what they took and how they err', async () => {
    const settings = { examples: 100, updates: 60, filters: 4 };
    const files = tinyDigits();
    const { done, numbers, figure } = await lastOf(sharedWeights, settings, 1, files);
    expect(done).toBe(1);
    expect([numbers.sharedParameters, numbers.unsharedParameters]).toEqual([4 * 26, 4 * 144 * 26]);
    for (const way of ['shared', 'unshared', 'dense']) expect(numbers[`${way}Error`], way).toBeLessThan(0.3);
    expect(figure.panels).toHaveLength(3);
    expect((await lastOf(sharedWeights, settings, 1, files)).numbers).toEqual(numbers);
  });

  it('says what is missing where it is given no data', async () => {
    await expect(lastOf(sharedWeights, {}, 1)).rejects.toThrow('pass files');
    const none = { list: () => Promise.resolve([]), read: () => Promise.reject(new Error('not here')) };
    await expect(lastOf(sharedWeights, {}, 1, none)).rejects.toThrow('not here');
  });
});
