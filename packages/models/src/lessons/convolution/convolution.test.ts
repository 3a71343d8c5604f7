import { RandomStream } from '@agon/core';
import { describe, expect, it } from 'vitest';
import { lastOf } from '../testing/lastOf.js';
import { convolution, parametersOf } from './convolution.js';
import { convolve } from './convolve.js';
import { frameOf } from './gameScreen.js';
import { placesOf } from './kernels.js';

/** One filter by loops: places are counted, not computed by a formula. */
function plain(
  picture: ArrayLike<number>,
  [height, width, channels]: number[],
  filter: number[],
  side: number,
  stride: number,
  padding: number,
) {
  // prettier-ignore
  const rows: number[][] = [];
  for (let top = -padding; top + side <= height + padding; top += stride) {
    const row: number[] = [];
    for (let left = -padding; left + side <= width + padding; left += stride) {
      let sum = 0;
      for (let y = 0; y < side; y++)
        for (let x = 0; x < side; x++)
          for (let c = 0; c < channels; c++) {
            const [py, px] = [top + y, left + x];
            if (py >= 0 && px >= 0 && py < height && px < width)
              sum += filter[(y * side + x) * channels + c] * picture[(py * width + px) * channels + c];
          }
      row.push(sum);
    }
    rows.push(row);
  }
  return rows;
}

describe('convolve', () => {
  it.each([
    [3, 1, 0],
    [3, 2, 1],
    [3, 3, 2],
    [5, 4, 8],
  ])(
    'with windows of %d, stride %d and padding %d equals loops, and has the formula’s places',
    async (side, stride, padding) => {
      const rng = new RandomStream(`convolve ${side} ${stride}`);
      const shape = [9, 12, 3];
      const picture = Float32Array.from({ length: 9 * 12 * 3 }, () => rng.uniform());
      const filter = Array.from({ length: side * side * 3 }, () => rng.uniform() - 0.5);
      const found = await convolve(picture, shape, { filter, side, stride, padding });
      const wanted = plain(picture, shape, filter, side, stride, padding);
      expect([found.height, found.width]).toEqual([wanted.length, wanted[0].length]);
      expect([found.height, found.width]).toEqual([9, 12].map((n) => placesOf(n, side, padding, stride)));
      wanted.flat().forEach((value, i) => expect(found.values[i]).toBeCloseTo(value, 4));
    },
  );
});

describe('the lesson convolution', () => {
  it.each([
    { stride: 1, padding: 1 },
    { stride: 2, padding: 0 },
    { stride: 8, padding: 8, kernel: 'own', channels: 'green' },
  ])('has the places of the formula with %j', async (settings) => {
    const { numbers } = await lastOf(convolution, settings, 1);
    expect([numbers.height, numbers.width]).toEqual([numbers.sideByFormula, numbers.sideByFormula]);
  });

  it('counts the parameters of the layer shared, unshared and dense', () => {
    // 16 filters of 3×3×3 and a bias, over 40×40 places; dense: 4,800 pixels and a bias to each of 25,600 values.
    expect(parametersOf(16, 1600)).toEqual({ shared: 448, unshared: 716_800, dense: 122_905_600 });
  });

  it('shows a screen with something on it, the same again by its seed', () => {
    for (const game of ['pixel-invaders', 'minatar-breakout']) {
      const frame = frameOf(game, 200, 'a');
      expect(new Set(frame).size).toBeGreaterThan(3);
      expect(frameOf(game, 200, 'a')).toEqual(frame);
    }
  });

  it('adds up the channels: the map of all is the sum of the maps of each', async () => {
    const picture = Float32Array.from(frameOf('pixel-pong', 100, 'b'), (byte) => byte / 255);
    const kernel = [0, -1, 0, -1, 5, -1, 0, -1, 0];
    const map = async (seen: readonly number[]) =>
      (await convolve(picture, [40, 40, 3], { filter: kernel.flatMap((w) => seen.map((s) => s * w)), side: 3, stride: 1, padding: 1 })).values; // prettier-ignore
    const [all, red, green, blue] = [
      await map([1, 1, 1]),
      await map([1, 0, 0]),
      await map([0, 1, 0]),
      await map([0, 0, 1]),
    ];
    all.forEach((value, i) => expect(red[i] + green[i] + blue[i]).toBeCloseTo(value, 4));
  });
});
