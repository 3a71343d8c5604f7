import { makeNetwork } from '@agon/nets';
import { describe, expect, it } from 'vitest';
import { tinyDigits } from '../../testing/tinyDigits.js';
import { movedSplit } from '../pictures/movedSplit.js';
import { lastOf } from '../testing/lastOf.js';
import { laterOperations, pooling } from './pooling.js';

describe('moved pictures', () => {
  const pixels = Uint8Array.from({ length: 9 }, (_, i) => i + 1);
  const split = {
    size: 8,
    labels: new Int32Array(8),
    read: async (indices: ArrayLike<number>, out: Uint8Array) => {
      for (let i = 0; i < indices.length; i++) out.set(pixels, 9 * i);
    },
  };
  const movedTo = async (index: number, distance: number): Promise<number[]> => {
    const out = new Uint8Array(9);
    await movedSplit(split, [3, 3, 1], distance).read([index], out);
    return [...out];
  };

  it('go right, down, left, up and between, and leave zeros behind', async () => {
    expect(await movedTo(0, 1)).toEqual([0, 1, 2, 0, 4, 5, 0, 7, 8]);
    expect(await movedTo(1, 1)).toEqual([0, 0, 0, 1, 2, 3, 4, 5, 6]);
    expect(await movedTo(2, 1)).toEqual([2, 3, 0, 5, 6, 0, 8, 9, 0]);
    expect(await movedTo(3, 2)).toEqual([7, 8, 9, 0, 0, 0, 0, 0, 0]);
    expect(await movedTo(4, 1)).toEqual([0, 0, 0, 0, 1, 2, 0, 4, 5]);
    expect(await movedTo(6, 3)).toEqual(Array(9).fill(0));
    expect(await movedTo(5, 0)).toEqual([...pixels]);
  });
});

describe('the lesson on pooling', () => {
  it('counts what is behind the first layer: a quarter of the places with a pool or a stride', () => {
    const [max, stride, none] = ['max', 'stride', 'none'].map((pool) =>
      laterOperations(
        makeNetwork(`convnet:filters=8/16,pool=${pool},hidden=0`, 'classifier', {
          input: [28, 28, 1],
          classes: 10,
        }),
      ),
    );
    // 28² places of 16 sums over 3·3·8 values, biases and ReLU, and 12,544 values to ten scores.
    const convolution = 28 * 28 * 16 * (2 * 72 + 2);
    expect(none).toBe(convolution + 2 * 28 * 28 * 16 * 10 + 10);
    expect(max / none).toBeCloseTo(1 / 4, 1);
    expect(stride / none).toBeLessThan(1 / 8);
  });

  it('measures each network on pictures as they are and moved', async () => {
    const settings = { examples: 100, updates: 40 };
    const { numbers, figure } = await lastOf(pooling, settings, 1, tinyDigits(240, 40));
    for (const pool of ['max', 'average', 'stride', 'none']) {
      expect(numbers[`${pool}Accuracy`], pool).toBeGreaterThan(0.5);
      // What tells the class there is the place: a moved picture is another class's.
      expect(numbers[`${pool}AccuracyMoved`], pool).toBeLessThan(numbers[`${pool}Accuracy`] + 0.01);
    }
    expect(figure.panels.map(({ kind }) => kind)).toEqual(['plot', 'gallery', 'bars', 'bars']);
  });
});
