import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keptSteps } from './thinning.js';

const KEPT = { newest: 10, older: 30 };
const EVERY = 100;

/** What a run keeps that thins after each step that it adds. */
function run(steps: readonly number[], from: readonly number[] = []): number[] {
  let kept = [...from];
  for (const step of steps) kept = keptSteps([...kept, step], EVERY, KEPT);
  return kept;
}

/** Increasing steps with irregular gaps, as self-play saves them. */
const history = fc
  .array(fc.integer({ min: 1, max: 450 }), { minLength: 1, maxLength: 300 })
  .map((gaps) => gaps.map((_, i) => gaps.slice(0, i + 1).reduce((a, b) => a + b)));

const regular = (count: number): number[] => Array.from({ length: count }, (_, i) => (i + 1) * EVERY);

describe('the steps that are kept', () => {
  it('are all of them where there are few', () => {
    for (let count = 0; count <= 29; count++) expect(run(regular(count))).toEqual(regular(count));
  });

  it.each([40, 60, 100, 492, 5_000])(
    'of %i are at most 40, spread over the run, dense near its end',
    (count) => {
      const kept = run(regular(count));
      expect(kept.length).toBeLessThanOrEqual(40);
      expect(kept.length).toBeGreaterThanOrEqual(20);
      expect(kept[0]).toBe(EVERY);
      expect(kept.slice(-10)).toEqual(regular(count).slice(-10));
      const gaps = kept.slice(1).map((step, i) => step - kept[i]);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(Math.ceil(count / 15) * EVERY);
    },
  );

  it('are bounded and spread also where the steps are irregular', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const kept = run(steps);
        expect(kept.length).toBeLessThanOrEqual(40);
        expect(kept[0]).toBe(steps[0]);
        expect(kept.slice(-10)).toEqual(steps.slice(-10));
        expect(kept).toEqual(keptSteps(steps, EVERY, KEPT));
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('are the same after a kill, wherever the run was killed and from whatever state it went on', () => {
    fc.assert(
      fc.property(history, fc.nat(), fc.nat(), (steps, a, b) => {
        const killedAt = a % (steps.length + 1);
        const stateAt = b % (killedAt + 1);
        const left = run(steps.slice(0, killedAt)).filter((step) => step <= (steps[stateAt - 1] ?? -1));
        expect(run(steps.slice(stateAt), left)).toEqual(run(steps));
      }),
      { seed: 2, numRuns: 500 },
    );
  });
});
