/** The lesson keeps what it says, with several seeds. */
import { AgonError } from '@agon/core';
import { describe, expect, it } from 'vitest';
import type { Shown } from '../lesson.js';
import { approximation, distance } from './approximation.js';
import { functionOf, throughHeights } from './functions.js';

/** The end of the lesson. */
async function last(settings: Record<string, unknown>, seed: number): Promise<Shown> {
  let shown: Shown | undefined;
  for await (shown of approximation.run(settings, { seed }));
  return shown!;
}

describe('one hidden layer', () => {
  it.each([1, 2, 3])('is nowhere further than 0.02 from a continuous function, seed %i', async (seed) => {
    const { numbers } = await last({ function: 'wave' }, seed);
    expect(numbers.errorAwayFromJumps).toBeLessThan(0.02);
  });

  it('draws a function of one’s own', async () => {
    const { numbers } = await last({ function: 'own', heights: [20, 90, 10, 60] }, 1);
    expect(numbers.errorAwayFromJumps).toBeLessThan(0.04); // it has corners
  });

  it('is far from jumps that two layers come near to', async () => {
    const changes = { function: 'staircase', updates: 3000 };
    const one = await last({ ...changes, hidden: [64] }, 1);
    const two = await last({ ...changes, hidden: [32, 32] }, 1);
    expect(two.numbers.meanError).toBeLessThan(one.numbers.meanError / 2);
  });
});

it('measures away from jumps, and everywhere', () => {
  const zero = [0.1, 0.249, 0.26, 0.9].map((x) => [x, 0] as const);
  const { errorAwayFromJumps, meanError } = distance(zero, {
    jumps: [0.25],
    at: (x) => (x < 0.25 ? 0.2 : 0.5),
  });
  expect(errorAwayFromJumps).toBeCloseTo(0.5, 9);
  expect(meanError).toBeCloseTo((0.2 + 0.2 + 0.5 + 0.5) / 4, 9);
});

describe('a function of one’s own', () => {
  const text = (bytes: string) => ({
    list: () => Promise.resolve(['mine.txt']),
    read: () => Promise.resolve(new TextEncoder().encode(bytes)),
  });

  it('is read from a file of numbers, the least as 0 and the largest as 1', async () => {
    const { at } = await functionOf('mine.txt', [], text('-2, 2\n4\n'));
    for (const [x, y] of [[0, 0], [0.25, 1 / 3], [0.5, 2 / 3], [1, 1]]) expect(at(x)).toBeCloseTo(y, 9); // prettier-ignore
  });

  it.each([
    ['1 two 3', /"two", which is no number/],
    ['5', /holds 1 numbers/],
    ['3 3 3', /not all the same/],
  ])('is refused where the file holds %j', async (bytes, message) => {
    await expect(functionOf('mine.txt', [], text(bytes))).rejects.toThrow(message);
  });

  it('names the near one where there is neither function nor file', async () => {
    const none = { list: () => Promise.reject(new AgonError('not-found', 'there is no "wafe".')), read: text('').read }; // prettier-ignore
    await expect(functionOf('wafe', [], none)).rejects.toThrow(/did you mean "wave"\?.*file of numbers/);
  });
});

it('goes through heights', () => {
  const { at } = throughHeights([0, 100, 50]);
  expect([0, 0.25, 0.5, 1].map(at)).toEqual([0, 0.5, 1, 0.5]);
});

it('stops when told, and gives the same for the same seed', async () => {
  const stop = new AbortController();
  let count = 0;
  for await (const { done } of approximation.run({}, { seed: 1, signal: stop.signal })) {
    expect(done).toBeLessThan(1);
    if (++count === 2) stop.abort();
  }
  expect(count).toBe(2);
  const settings = { updates: 400 };
  expect((await last(settings, 5)).numbers).toEqual((await last(settings, 5)).numbers);
});
