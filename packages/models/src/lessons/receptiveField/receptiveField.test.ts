import { describe, expect, it } from 'vitest';
import { lastOf } from '../testing/lastOf.js';
import { networkFor, receptiveField, rowsOf } from './receptiveField.js';

/** r = r + (k − 1) · j and j = j · s, layer by layer (Araujo et al. 2019). */
function recurrence(layers: readonly (readonly [kernel: number, stride: number])[]): [number, number][] {
  let [size, jump] = [1, 1];
  return layers.map(([kernel, stride]) => {
    size += (kernel - 1) * jump;
    jump *= stride;
    return [size, jump];
  });
}

const sizesOf = (spec: string, side = 0) =>
  rowsOf(networkFor(spec, side)).map(({ size, jump }) => [size[0], jump[0]]);

describe('the calculated field', () => {
  it.each([
    [
      'lenet',
      [
        [5, 1],
        [2, 2],
        [5, 1],
        [2, 2],
        [5, 1],
      ],
    ],
    [
      'convnet',
      [
        [3, 1],
        [2, 2],
        [3, 1],
        [2, 2],
        [3, 1],
        [2, 2],
      ],
    ],
    [
      'convnet:kernel=5,pool=stride',
      [
        [5, 2],
        [5, 2],
        [5, 2],
      ],
    ],
    [
      'convnet:dilation=3,pool=none,filters=4/4',
      [
        [7, 1],
        [7, 1],
      ],
    ],
  ] as [string, [number, number][]][])('of %s is the recurrence of its kernels and steps', (spec, layers) => {
    expect(sizesOf(spec)).toEqual(recurrence(layers));
  });

  it('of AlexNet at full size is the one that is published, 195', () => {
    expect(sizesOf('alexnet')).toEqual([[11, 4], [19, 8], [51, 8], [67, 16], [99, 16], [131, 16], [163, 16], [195, 32]]); // prettier-ignore
    expect(sizesOf('alexnet:towers=2').at(-1)).toEqual([195, 32]);
  });

  it('of the convolutions of Nature’s DQN is 8, 20, 36', () =>
    expect(sizesOf('nature-cnn', 84)).toEqual(recurrence([[8, 4], [4, 2], [3, 1]]))); // prettier-ignore

  it('of VGG-16 and Inception-v4 is that of the paper’s table: 212 and 2071', () => {
    expect(sizesOf('vgg:depth=16').at(-1)).toEqual([212, 32]);
    expect(Math.max(...sizesOf('inception').map(([size]) => size))).toBe(2071);
  });

  it('of branches and sums is that of the longest path', () => {
    // Two convolutions of 3×3 in each of three blocks behind the first, with a step of 2 before the second and third.
    const layers = [[3, 1], [3, 1], [3, 1], [3, 2], [3, 1], [3, 2], [3, 1]] as const; // prettier-ignore
    const [size, jump] = recurrence(layers)[layers.length - 1];
    const found = sizesOf('resnet:depth=8', 32);
    expect(Math.max(...found.map(([each]) => each))).toBe(size);
    expect(found.at(-1)?.[1]).toBe(jump);
  });
});

describe('the measured field', () => {
  it.each([
    ['lenet', 0],
    ['convnet', 48],
    ['convnet:kernel=5,pool=stride', 64],
    ['nature-cnn', 84],
    ['resnet:depth=8,norm=batch', 40],
    ['resnet:depth=8,norm=none', 40],
    ['alexnet:width=0.1', 300],
  ])(
    'of %s has the rows and columns of the calculated one, through each layer',
    async (network, side) => {
      const numRows = rowsOf(networkFor(network, side)).length;
      for (let layer = 1; layer <= numRows; layer++) {
        const { numbers } = await lastOf(receptiveField, { network, side, layer, pictures: 6 }, layer);
        const found = [numbers.measuredRows, numbers.measuredColumns];
        expect(found, `layer ${layer}`).toEqual([numbers.calculatedRows, numbers.calculatedColumns]);
      }
    },
    60_000,
  );

  it('is smaller in effect than as calculated, as Luo et al. found', async () => {
    for (const seed of [1, 2, 3]) {
      const settings = { network: 'convnet:filters=8/8/8/8/8/8/8/8,pool=none', side: 32, layer: 8 };
      const { numbers } = await lastOf(receptiveField, settings, seed);
      expect(numbers.size).toBe(17);
      expect(numbers.effectiveSide).toBeLessThan(14);
      expect(numbers.effectiveSide).toBeGreaterThan(3);
    }
  });
});

it('says which layers there are, and which networks have none', async () => {
  await expect(lastOf(receptiveField, { network: 'lenet', layer: 9 }, 1)).rejects.toThrow(
    '"layer" must be 0 to 5',
  );
  await expect(lastOf(receptiveField, { network: 'mlp' }, 1)).rejects.toThrow('no convolutions');
  await expect(lastOf(receptiveField, { network: 'lenit' }, 1)).rejects.toThrow('lenet');
});
