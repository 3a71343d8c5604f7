/** What a hardened learner is shown, against what an attacker does to a linear network whose weights say which values hurt. */
import { compile } from '@agon/engine';
import fc from 'fast-check';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { attackedObservations, type Attacker } from './attackedObservations.js';

const SIZE = 6;
const ROWS = 3;
/** What each value adds to action 0 over action 1. */
const SLOPES = [3, -1, 2, -4, 0.5, 1];
const sumOf = (seen: readonly number[]): number => SLOPES.reduce((sum, slope, i) => sum + slope * seen[i], 0);

/** What is learned from in the place of some rows of an environment whose values go up to `high`. */
async function shown(attacker: Attacker, observations: readonly (readonly number[])[]): Promise<number[][]> {
  const weights = (): tf.Tensor2D => tf.tensor2d(SLOPES.map((slope) => [slope / attacker.high, 0]));
  const program = await compile(
    ({ seen }) => ({
      changed: attackedObservations(
        seen,
        (x) => tf.matMul(tf.reshape(x, [ROWS, SIZE]) as tf.Tensor2D, weights()),
        attacker,
      ),
    }),
    { inputs: { seen: { shape: [ROWS, SIZE, 1], dtype: 'uint8' } } },
  );
  program.inputs.seen.set(observations.flat());
  await program.run();
  const { changed } = program.outputs;
  const all = observations.map((_, row) => [...changed.subarray(row * SIZE, (row + 1) * SIZE)]);
  await program.dispose();
  return all;
}

const rows = (most: number) =>
  fc.array(fc.array(fc.nat(most), { minLength: SIZE, maxLength: SIZE }), {
    minLength: ROWS,
    maxLength: ROWS,
  });

describe('observations that a hardened learner learns from', () => {
  it('are moved by epsilon against the choice, and stay in their bounds', async () => {
    await fc.assert(
      fc.asyncProperty(rows(255), async (observations) => {
        fc.pre(observations.every((each) => Math.abs(sumOf(each)) > 1));
        const all = await shown({ epsilon: 0.02, flips: 0, high: 255 }, observations);
        observations.forEach((before, row) => {
          const against = -Math.sign(sumOf(before));
          before.forEach((value, i) => {
            const wanted = Math.min(255, Math.max(0, value + 5.1 * against * Math.sign(SLOPES[i])));
            expect(all[row][i]).toBeCloseTo(wanted, 3);
          });
        });
      }),
      { numRuns: 5 },
    );
  });

  it('have the bits flipped that speak most against the choice, and none that speaks for it', async () => {
    await fc.assert(
      fc.asyncProperty(rows(1), fc.integer({ min: 1, max: 8 }), async (observations, flips) => {
        fc.pre(observations.every((each) => sumOf(each) !== 0));
        const all = await shown({ epsilon: 0, flips, high: 1 }, observations);
        observations.forEach((before, row) => {
          const hurts = SLOPES.map((slope, i) => -Math.sign(sumOf(before)) * slope * (1 - 2 * before[i]));
          const least = Math.max([...hurts].sort((a, b) => b - a)[Math.min(flips, SIZE) - 1], 1e-9);
          expect(all[row]).toEqual(before.map((bit, i) => (hurts[i] >= least ? 1 - bit : bit)));
        });
      }),
      { numRuns: 8 },
    );
  });
});
