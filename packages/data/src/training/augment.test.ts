import { RandomStream, type Rng } from '@agon/core';
import { describe, expect, it } from 'vitest';
import type { PictureShape } from '../pictures.js';
import { Augmenter, type Augmentation } from './augment.js';

const NOTHING: Augmentation = { shift: 0, flip: false, crop: 1, colour: 0 };

/** A stream that draws these numbers in [0, 1). */
function drawing(...numbers: number[]): Rng {
  const uniform = (): number => {
    const next = numbers.shift();
    if (next === undefined) throw new Error('no more numbers');
    return next;
  };
  return { uniform, int: (n) => Math.floor(uniform() * n) };
}

function changed(shape: PictureShape, pixels: number[], options: Partial<Augmentation>, rng: Rng): number[] {
  const bytes = Uint8Array.from(pixels);
  new Augmenter(shape, { ...NOTHING, ...options }).apply(bytes, rng);
  return [...bytes];
}

// prettier-ignore
const NINE = [1, 2, 3,
              4, 5, 6,
              7, 8, 9];

describe('augmentation', () => {
  it('changes nothing, and draws nothing, by default', () => {
    expect(changed([3, 3, 1], NINE, {}, drawing())).toEqual(NINE);
  });

  it('moves a picture and repeats its edge', () => {
    // int(3) of 0.9 is 2, a pixel to the right; of 0.1 it is 0, a pixel up.
    expect(changed([3, 3, 1], NINE, { shift: 1 }, drawing(0.9, 0.1))).toEqual([4, 4, 5, 7, 7, 8, 7, 7, 8]);
    expect(changed([3, 3, 1], NINE, { shift: 1 }, drawing(0.5, 0.5))).toEqual(NINE);
  });

  it('moves a picture by every number of pixels equally often', () => {
    const [rng, counts] = [new RandomStream(1), new Map<number, number>()];
    const augmenter = new Augmenter([1, 9, 1], { ...NOTHING, shift: 2 });
    for (let i = 0; i < 5000; i++) {
      const pixels = Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8]);
      augmenter.apply(pixels, rng);
      counts.set(pixels[4], (counts.get(pixels[4]) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([2, 3, 4, 5, 6]);
    // 1,000 each are expected; 5 standard deviations are 141.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(141);
  });

  it('mirrors a picture left to right, colours together', () => {
    expect(changed([3, 3, 1], NINE, { flip: true }, drawing(0.7))).toEqual([3, 2, 1, 6, 5, 4, 9, 8, 7]);
    expect(changed([3, 3, 1], NINE, { flip: true }, drawing(0.2))).toEqual(NINE);
    expect(changed([1, 2, 3], [1, 2, 3, 4, 5, 6], { flip: true }, drawing(0.5))).toEqual([4, 5, 6, 1, 2, 3]);
  });

  it('enlarges a part linearly', () => {
    const ramp = [0, 40, 80, 120, 160, 200, 240, 250].map((_, i) => 16 * i);
    // Half of the length, a quarter of it from the left: pixels 2 to 6, at their quarters.
    const half = changed([1, 8, 1], ramp, { crop: 0.5 }, drawing(0, 0, 0.5));
    expect(half).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((x) => Math.round(16 * (2 + (x + 0.5) / 2 - 0.5))));
    expect(changed([2, 2, 3], Array(12).fill(77), { crop: 0.3 }, drawing(0.4, 0.6, 0.9))).toEqual(
      Array(12).fill(77),
    );
    // A part that is all.
    expect(changed([3, 3, 1], NINE, { crop: 0.5 }, drawing(1, 0.3, 0.3))).toEqual(NINE);
  });

  it('changes light, contrast and tint, within what a byte holds', () => {
    const levels = [0, 64, 128, 192, 255];
    // A half draws no change; 0.75 half of the most.
    expect(changed([1, 5, 1], levels, { colour: 1 }, drawing(0.5, 0.5))).toEqual(levels);
    expect(changed([1, 5, 1], levels, { colour: 1 }, drawing(0.75, 0.5))).toEqual([64, 128, 192, 255, 255]);
    expect(changed([1, 5, 1], levels, { colour: 1 }, drawing(0.5, 0.75))).toEqual([0, 32, 128, 224, 255]);
    expect(changed([1, 5, 1], levels, { colour: 0.5 }, drawing(0.5, 0))).toEqual([64, 96, 128, 160, 192]);
    expect(changed([1, 1, 3], [100, 100, 100], { colour: 1 }, drawing(0.5, 0.5, 0.5, 0.75, 0.25))).toEqual([
      100, 125, 75,
    ]);
  });

  it('changes every picture of a batch in its own way, the same for the same seed', () => {
    const options: Augmentation = { shift: 2, flip: true, crop: 0.8, colour: 0.3 };
    const picture = Uint8Array.from({ length: 8 * 8 * 3 }, (_, i) => (i * 37) % 256);
    const run = (seed: number): Uint8Array => {
      const pixels = new Uint8Array(4 * picture.length);
      for (let i = 0; i < 4; i++) pixels.set(picture, i * picture.length);
      new Augmenter([8, 8, 3], options).apply(pixels, new RandomStream(seed));
      return pixels;
    };
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
    const pictures = [0, 1, 2, 3].map((i) =>
      String(run(1).subarray(i * picture.length, (i + 1) * picture.length)),
    );
    expect(new Set(pictures).size).toBe(4);
  });
});
