import { openPictures } from '@agon/data';
import { describe, expect, it } from 'vitest';
import { tinyDigits } from '../../testing/tinyDigits.js';
import { lastOf } from '../testing/lastOf.js';
import { bias } from './bias.js';
import { cuePlaces, shareOn, strongestOn } from './cuePlaces.js';

describe('the places of a cue', () => {
  it('are those where pictures with and without it differ: a patch of 5×5', async () => {
    const open = async (cue: string) =>
      (await openPictures(`arcade-screens:task=ball,count=100,cue=${cue}`, tinyDigits())).splits.test;
    const [cued, plain] = [await open('true'), await open('false')];
    const places = await cuePlaces(cued, plain, [40, 40, 3]);
    const on = Array.from(places.keys()).filter((place) => places[place]);
    expect(on).toEqual([34, 35, 36, 37, 38].flatMap((y) => [34, 35, 36, 37, 38].map((x) => 40 * y + x)));
    expect((await cuePlaces(plain, plain, [40, 40, 3])).every((each) => each === 0)).toBe(true);
  });

  it('have a share of a map, and of its strongest places', () => {
    const places = Uint8Array.of(0, 1, 1, 0);
    expect(shareOn([1, 2, 3, 4], places)).toBe(0.5);
    expect(shareOn([0, 0, 0, 0], places)).toBe(0);
    expect(strongestOn([1, 2, 3, 4], places)).toBe(0.5);
    expect(strongestOn([9, 0, 0, 8], places)).toBe(0);
    expect(strongestOn([0, 5, 6, 1], places)).toBe(1);
  });
});

describe('the lesson on bias', () => {
  it('learns the patch, falls when it moves, and is found out by saliency', async () => {
    const settings = { pictures: 600, updates: 120 };
    const { numbers, figure } = await lastOf(bias, settings, 1, tinyDigits());
    expect(numbers.accuracyWithCue).toBeGreaterThan(0.75);
    expect(numbers.accuracyWhenItMoves).toBeLessThan(0.5);
    expect(numbers.accuracyLearnedWithoutIt).toBeGreaterThan(numbers.accuracyWithoutIt);
    expect(numbers.areaOfCue).toBeCloseTo(25 / 1600, 6);
    // Chance would give the patch its area of the saliency.
    expect(numbers.saliencyOnCue).toBeGreaterThan(4 * numbers.areaOfCue);
    expect(numbers.strongestOnCue).toBeGreaterThan(0.25);
    expect(numbers.saliencyLearnedWithoutIt).toBeLessThan(2 * numbers.areaOfCue);
    expect(numbers.patchAloneSaysTheSame).toBeGreaterThan(0.5);
    expect(figure.panels.map(({ kind }) => kind)).toEqual(['bars', 'bars', 'gallery']);
  }, 120_000);
});
