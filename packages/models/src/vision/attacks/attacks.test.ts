/** Attacks against what they must find on a linear model of two classes: the corner of the box that its weights point to. */
import { RandomStream } from '@agon/core';
import { Parameters } from '@agon/engine';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { networkFor } from '../classifier/classifierNetwork.js';
import { fgsm, pgd, randomSearch } from './attacks.js';
import { parseAttack } from './registry.js';
import { classifierTarget } from './classifierTarget.js';
import type { AttackTarget } from './target.js';

const SIZE = 4;
const ROWS = 3;
const preprocessing = {
  shape: [2, 2, 1] as const,
  classes: ['none', 'some'],
  mean: [0.25],
  deviation: [0.5],
};
let target: AttackTarget;
/** What a pixel adds to class 1 over class 0. */
let slopes: number[];

beforeAll(async () => {
  const network = networkFor('softmax', preprocessing);
  const parameters = new Parameters(network.parameters).initialise(new RandomStream('weights'));
  const weights = parameters.view(network.parameters[0].name);
  for (let i = 0; i < weights.length; i++) weights[i] += 0.3 * Math.sign(weights[i] || 1);
  slopes = Array.from({ length: SIZE }, (_, i) => weights[2 * i + 1] - weights[2 * i]);
  target = await classifierTarget(network, preprocessing, parameters, ROWS);
});
afterAll(() => target.dispose());

const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
  minLength: ROWS * SIZE,
  maxLength: ROWS * SIZE,
});
const radius = fc.double({ min: 0.01, max: 0.9, noNaN: true });

/** The corner of the box that speaks most for class `aim`. */
const corner = (pictures: Float32Array, epsilon: number, aim: number): number[] =>
  [...pictures].map((value, i) => {
    const along = Math.sign(slopes[i % SIZE]) * (aim === 1 ? 1 : -1);
    return Math.min(1, Math.max(0, value + along * epsilon));
  });

describe('attacks', () => {
  it('find the corner of a linear model, by one step or many', async () => {
    await fc.assert(
      fc.asyncProperty(values, radius, async (numbers, epsilon) => {
        const pictures = Float32Array.from(numbers);
        const labels = [0, 1, 0];
        // Where all are taken for another class as they are, nothing is left to do.
        fc.pre((await target.isWrong(pictures, labels)).includes(0));
        const rng = new RandomStream('attack');
        const options = { epsilon, steps: 20, restarts: 1 };
        for (const found of [
          await fgsm(target, { pictures, labels }, epsilon, rng),
          await pgd(target, { pictures, labels }, options, rng),
        ]) {
          const scores = await target.logits(found.pictures);
          labels.forEach((label, row) => {
            const own = [...found.pictures.subarray(row * SIZE, (row + 1) * SIZE)];
            const best = corner(pictures, epsilon, 1 - label).slice(row * SIZE, (row + 1) * SIZE);
            own.forEach((value, i) => expect(value).toBeCloseTo(best[i], 5));
            const taken = scores[2 * row + 1] > scores[2 * row] ? 1 : 0;
            if (scores[2 * row + 1] !== scores[2 * row])
              expect(found.isFooled[row]).toBe(Number(taken !== label));
          });
        }
      }),
      { numRuns: 30 },
    );
  });

  it('go towards the class that is wanted', async () => {
    const pictures = new Float32Array(ROWS * SIZE).fill(0.5);
    const attacked = { pictures, labels: [0, 0, 0], wanted: [1, 1, 1] };
    const found = await pgd(target, attacked, { epsilon: 0.4, steps: 10, restarts: 2 }, new RandomStream(1));
    [...found.pictures].forEach((value, i) => expect(value).toBeCloseTo(corner(pictures, 0.4, 1)[i], 5));
  });

  it('stay within the distance and within [0, 1], also without gradients', async () => {
    await fc.assert(
      fc.asyncProperty(values, radius, async (numbers, epsilon) => {
        const pictures = Float32Array.from(numbers);
        const rng = new RandomStream('attack');
        const attacked = { pictures, labels: [0, 1, 1] };
        const options = { epsilon, queries: 20, shape: preprocessing.shape };
        for (const found of [
          await randomSearch(target, attacked, options, rng),
          await pgd(target, attacked, { epsilon, steps: 3, stepSize: 1, restarts: 2 }, rng),
        ]) {
          found.pictures.forEach((value, i) => {
            expect(Math.abs(value - pictures[i])).toBeLessThanOrEqual(epsilon + 1e-6);
            expect(value).toBeGreaterThanOrEqual(0);
            expect(value).toBeLessThanOrEqual(1);
          });
        }
      }),
      { numRuns: 30 },
    );
  });

  it('without gradients never do more than the corner, and come near to it', async () => {
    const pictures = new Float32Array(ROWS * SIZE).fill(0.5);
    const attacked = { pictures, labels: [0, 0, 0] };
    const options = { epsilon: 0.05, queries: 300, shape: preprocessing.shape };
    const found = await randomSearch(target, attacked, options, new RandomStream(3));
    const gain = (all: ArrayLike<number>, row: number): number =>
      slopes.reduce((sum, slope, i) => sum + slope * all[row * SIZE + i], 0);
    for (let row = 0; row < ROWS; row++) {
      const most = gain(corner(pictures, 0.05, 1), row);
      expect(gain(found.pictures, row)).toBeLessThanOrEqual(most + 1e-6);
      expect(gain(found.pictures, row)).toBeGreaterThan(gain(pictures, row));
    }
  });

  it('are named with the near one where there is none of that name', () => {
    expect(() => parseAttack('pdg')).toThrow(/did you mean "pgd"/);
    expect(() => parseAttack('pgd:epsilon=2')).toThrow(/epsilon/);
    expect(parseAttack('pgd:steps=7').spec).toContain('steps=7');
  });
});
