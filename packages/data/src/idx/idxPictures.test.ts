import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openPictures } from '../registry.js';
import { picturesOf, sharedPictures } from '../testing/allPictures.js';
import { idxBytes } from '../testing/idxBytes.js';
import { memoryFiles } from '../testing/memoryFiles.js';

/** `count` different pictures of 2×3, from `first` on; labels 0 to 3 in turns. */
function pair(count: number, first = 0): { images: Uint8Array; labels: Uint8Array } {
  const values = Array.from({ length: count * 6 }, (_, i) => (first + Math.floor(i / 6)) * ((i % 6) + 1));
  return {
    images: idxBytes([count, 2, 3], values),
    labels: idxBytes(
      [count],
      Array.from({ length: count }, (_, i) => i % 4),
    ),
  };
}

const filesOf = (train: ReturnType<typeof pair>, test?: ReturnType<typeof pair>) => ({
  'train-images-idx3-ubyte.gz': new Uint8Array(gzipSync(train.images)),
  'train-labels-idx1-ubyte': train.labels,
  ...(test && { 't10k-images-idx3-ubyte': test.images, 't10k-labels-idx1-ubyte': test.labels }),
});
const open = (files: Record<string, Uint8Array>) => openPictures('idx:some/path', memoryFiles(files));

describe('own IDX files', () => {
  it('give the test its files, and a twelfth of the others to validation, each picture with its label', async () => {
    const dataset = await open(filesOf(pair(120), pair(10, 120)));
    const { shape, classes, splits, faults, spec } = dataset;
    expect([spec, shape, classes, faults]).toEqual(['idx:some/path', [2, 3, 1], ['0', '1', '2', '3'], []]);
    expect([splits.train.size, splits.validation.size, splits.test.size]).toEqual([110, 10, 10]);
    const first = new Set<number>();
    for (const [name, from] of [
      ['train', 0],
      ['validation', 0],
      ['test', 120],
    ] as const) {
      (await picturesOf(dataset, name)).forEach((picture, i) => {
        expect([...picture]).toEqual([1, 2, 3, 4, 5, 6].map((k) => (k * picture[0]) % 256));
        expect(splits[name].labels[i]).toBe((picture[0] - from) % 4);
        first.add(picture[0]);
      });
    }
    expect(first.size).toBe(130);
  });

  it('have the same validation every time, which no seed of a run changes', async () => {
    const [a, b] = [await open(filesOf(pair(60), pair(9, 99))), await open(filesOf(pair(60), pair(9, 99)))];
    expect(await picturesOf(a, 'validation')).toEqual(await picturesOf(b, 'validation'));
  });

  it('leave a picture that is in two splits in the test, or else in validation, and say how many', async () => {
    const [train, test] = [pair(48), pair(8, 40)];
    // Every picture but the test's is there twice.
    const doubled = {
      images: idxBytes([96, 2, 3], [...train.images.subarray(16), ...train.images.subarray(16)]),
      labels: idxBytes([96], [...train.labels.subarray(8), ...train.labels.subarray(8)]),
    };
    const dataset = await open(filesOf(doubled, test));
    for (const [a, b] of [
      ['train', 'test'],
      ['validation', 'test'],
      ['train', 'validation'],
    ] as const)
      expect(await sharedPictures(dataset, a, b)).toBe(0);
    const { train: left, validation } = dataset.splits;
    const dropped = dataset.faults.map((fault) => Number(/left out: (\d+) pictures/.exec(fault)?.[1]));
    expect(dropped.reduce((sum, each) => sum + each, 0)).toBe(96 - left.size - validation.size);
    expect(dropped[0] + dropped[1]).toBeGreaterThanOrEqual(16);
  });

  it('without files for the test give it another twelfth', async () => {
    const { splits } = await open(filesOf(pair(120)));
    expect([splits.train.size, splits.validation.size, splits.test.size]).toEqual([100, 10, 10]);
  });

  it('that do not fit each other are refused by name', async () => {
    const [train, test] = [pair(48), pair(8, 48)];
    const wrongSize = { ...test, images: idxBytes([8, 3, 3], new Uint8Array(72)) };
    await expect(open(filesOf(train, wrongSize))).rejects.toThrow(
      '[2, 3, 1], t10k-images-idx3-ubyte of [3, 3, 1]',
    );
    await expect(open(filesOf({ ...train, labels: pair(47).labels }, test))).rejects.toThrow(
      'train-labels-idx1-ubyte has the shape [47]',
    );
    await expect(open(filesOf({ ...train, images: idxBytes([48], new Uint8Array(48)) }))).rejects.toThrow(
      'pictures have [n, height, width]',
    );
    await expect(open({ 'train-images-idx3-ubyte': train.images })).rejects.toThrow(
      'needs train-images-idx3-ubyte and train-labels',
    );
    await expect(open(filesOf(pair(4)))).rejects.toThrow('there are no pictures for');
    const alike = { ...train, labels: idxBytes([48], new Uint8Array(48).fill(255)) };
    await expect(open(filesOf(alike))).rejects.toThrow('its pictures are of one class');
  });
});
