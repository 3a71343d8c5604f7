import { describe, expect, it } from 'vitest';
import { CurveFitter } from '../curveFitter.js';
import { lastOf } from '../testing/lastOf.js';
import { depth } from './depth.js';
import { sawtooth, sawtoothWeights } from './sawtooth.js';

describe('the construction', () => {
  it.each([1, 2, 4, 6])('computes the sawtooth of %d folds with two units a layer', async (folds) => {
    const target = sawtooth(folds);
    const fitter = await CurveFitter.create(
      { hidden: Array.from({ length: folds }, () => 2), activation: 'relu', steepness: 1 },
      target,
      { updates: 1, learningRate: 0, seed: 'any', start: sawtoothWeights(folds) },
    );
    const curve = await fitter.curve();
    await fitter.dispose();
    expect(fitter.numParameters).toBe(6 * folds + 1);
    for (const [x, y] of curve) expect(Math.abs(y - target(x))).toBeLessThan(1e-5);
    const tops = curve.filter(([, y], i) => y > 0.9 && y >= curve[i - 1][1] && y > (curve[i + 1]?.[1] ?? 1));
    expect(tops.length).toBe(2 ** (folds - 1));
  });
});

describe('the lesson depth', () => {
  it.each([1, 2, 3])(
    'finds with seed %d: ten times nearer by depth where it begins near the construction, at equal weights',
    async (seed) => {
      const { numbers } = await lastOf(depth, {}, seed);
      expect(numbers.deepParameters).toBe(numbers.shallowParameters);
      expect(numbers.deepNearError * 10).toBeLessThan(numbers.shallowError);
      // What the third sentence says: the one drawn at random is little nearer than a flat line, which is 0.25 away.
      expect(numbers.deepDrawnError).toBeGreaterThan(0.2);
    },
    30_000,
  );

  it('is the same again by its seed, and stops at the signal', async () => {
    const settings = { updates: 300 };
    const [a, b] = [await lastOf(depth, settings, 4), await lastOf(depth, settings, 4)];
    expect(a.numbers).toEqual(b.numbers);
    expect(await depth.run({}, { seed: 1, signal: AbortSignal.abort() }).next()).toEqual({ done: true });
  });
});
