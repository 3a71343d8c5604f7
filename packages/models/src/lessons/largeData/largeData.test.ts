import { openPictures } from '@agon/data';
import { describe, expect, it } from 'vitest';
import { tinyDigits } from '../../testing/tinyDigits.js';
import { joinedSplits, partOfSplit } from '../pictures/partOfSplit.js';
import { lastOf } from '../testing/lastOf.js';
import { crossing } from './crossing.js';
import { largeData, sizesTo } from './largeData.js';
import { NearestNeighbour } from './nearestNeighbour.js';

describe('nearest neighbour', () => {
  it('equals a search by loops, whatever order it is told of pictures in', async () => {
    // Pictures of three numbers each; chunks do not divide their number.
    const make = (count: number, step: number) => {
      const values = Uint8Array.from({ length: 3 * count }, (_, i) => (i * i * step + 13 * i) % 256);
      return {
        values,
        size: count,
        labels: Int32Array.from({ length: count }, (_, i) => i % 7),
        read: async (indices: ArrayLike<number>, pixels: Uint8Array) => {
          for (let i = 0; i < indices.length; i++)
            pixels.set(values.subarray(3 * indices[i], 3 * indices[i] + 3), 3 * i);
        },
      };
    };
    const [known, asked] = [make(640, 7), make(50, 11)];
    const neighbour = await NearestNeighbour.for(asked, 3);
    const all = Int32Array.from({ length: known.size }, (_, i) => (i * 3) % 640);
    await neighbour.add(known, all.subarray(0, 30));
    await neighbour.add(known, all.subarray(30));
    const wrong = Array.from({ length: asked.size }, (_, t) => {
      let [best, label] = [Infinity, -1];
      for (const index of all) {
        const distance = [0, 1, 2].reduce((sum, c) => sum + (known.values[3 * index + c] - asked.values[3 * t + c]) ** 2, 0); // prettier-ignore
        if (distance < best) [best, label] = [distance, known.labels[index]];
      }
      return label === asked.labels[t] ? 0 : 1;
    }).reduce((sum: number, each) => sum + each, 0);
    expect(neighbour.error()).toBeCloseTo(wrong / asked.size, 9);
    expect(wrong).toBeGreaterThan(0);
    expect(wrong).toBeLessThan(asked.size);
    await neighbour.dispose();
  });
});

describe('a crossing', () => {
  it('lies between two numbers on a logarithmic scale, and counts from where it stays', () => {
    expect(crossing([10, 1000], [0.6, 0.1], [0.5, 0.2])).toBeCloseTo(100, 6);
    expect(crossing([10, 100, 1000], [0.4, 0.3, 0.1], [0.5, 0.2, 0.2])).toBeCloseTo(100 * 10 ** 0.5, 6);
    expect(crossing([10, 100], [0.1, 0.1], [0.2, 0.2])).toBe(10);
    expect(crossing([10, 100], [0.1, 0.3], [0.2, 0.2])).toBeUndefined();
  });
});

describe('the lesson on large data', () => {
  it('takes numbers of examples up to all', () => {
    expect(sizesTo(60_000)).toEqual([10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 60_000]);
    expect(sizesTo(100)).toEqual([10, 30, 100]);
  });

  it('joins two splits, picture by picture', async () => {
    const { splits } = await openPictures('mnist', tinyDigits(48, 12));
    const joined = joinedSplits(splits.train, splits.validation);
    expect(joined.size).toBe(48);
    const [mixed, own] = [new Uint8Array(2 * 784), new Uint8Array(784)];
    await joined.read([1, splits.train.size + 2], mixed);
    await splits.validation.read([2], own);
    expect(mixed.subarray(784)).toEqual(own);
    await splits.train.read([1], own);
    expect(mixed.subarray(0, 784)).toEqual(own);
    expect(joined.labels[splits.train.size + 2]).toBe(splits.validation.labels[2]);
    expect(partOfSplit(joined, [3]).size).toBe(1);
  });

  it('errs less with more examples, each way', async () => {
    const files = tinyDigits(240, 60, 200);
    const settings = { examples: 200, updates: 60, network: 'convnet:filters=4,hidden=16' };
    const numbers: Record<string, number>[] = [];
    for await (const shown of largeData.run(settings, { seed: 1, files })) numbers.push({ ...shown.numbers });
    expect(numbers.map(({ examples }) => examples)).toEqual([10, 30, 100, 200]);
    for (const way of ['logistic', 'nearest', 'deep'])
      expect(numbers[3][`${way}Error`], way).toBeLessThan(numbers[0][`${way}Error`]);
    expect((await lastOf(largeData, { ...settings, examples: 30 }, 1, files)).numbers).toEqual(numbers[1]);
  });
});
