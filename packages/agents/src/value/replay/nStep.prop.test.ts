/** Returns of several steps against the definition, with episodes that end and episodes that are cut. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nStepReturn, type NStepReturn } from './nStep.js';

type Ending = 'none' | 'terminated' | 'final';
interface Row {
  reward: number;
  ending: Ending;
}

const TRACKS = 2;
const GAMMA = 0.9;

/** Collects the rows first, then sums: no loop with exits. */
function slowReturn(rows: readonly Row[], start: number, numSteps: number): NStepReturn {
  const track = rows.filter((_, i) => i % TRACKS === start % TRACKS);
  const from = track.slice(Math.floor(start / TRACKS));
  const cut = from.findIndex(({ ending }) => ending === 'final');
  const end = from.findIndex(({ ending }) => ending === 'terminated');
  const steps = Math.min(numSteps, cut < 0 ? Infinity : cut, end < 0 ? Infinity : end + 1);
  const reward = from.slice(0, steps).reduce((sum, row, i) => sum + GAMMA ** i * row.reward, 0);
  const ended = end >= 0 && steps === end + 1;
  return { reward, discount: ended ? 0 : GAMMA ** steps, next: start + steps * TRACKS };
}

describe('a return of n steps', () => {
  it('is the discounted sum up to n steps, the end of the episode, or the last observation', () => {
    const ending = fc.constantFrom<Ending>('none', 'none', 'none', 'terminated', 'final');
    const row = fc.record({ reward: fc.integer({ min: -3, max: 3 }), ending });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 20, maxLength: 20 }),
        fc.nat(7),
        fc.integer({ min: 1, max: 6 }),
        (rows, start, numSteps) => {
          fc.pre(rows[start].ending !== 'final');
          const log = {
            tracks: TRACKS,
            rewardOf: (at: number) => rows[at].reward,
            isTerminated: (at: number) => rows[at].ending === 'terminated',
            isFinal: (at: number) => rows[at].ending === 'final',
          };
          const found = { reward: NaN, discount: NaN, next: NaN };
          nStepReturn(log, start, numSteps, GAMMA, found);
          const expected = slowReturn(rows, start, numSteps);
          expect(found.reward).toBeCloseTo(expected.reward, 12);
          expect(found.discount).toBeCloseTo(expected.discount, 12);
          if (expected.discount > 0) expect(found.next).toBe(expected.next);
        },
      ),
    );
  });

  it('goes up to the last observation of a cut episode, which pays nothing', () => {
    const rewards = [1, 1, 100];
    const log = {
      tracks: 1,
      rewardOf: (at: number) => rewards[at],
      isTerminated: () => false,
      isFinal: (at: number) => at === 2,
    };
    const found = { reward: NaN, discount: NaN, next: NaN };
    nStepReturn(log, 0, 5, 0.5, found);
    expect(found).toEqual({ reward: 1.5, discount: 0.25, next: 2 });
  });
});
