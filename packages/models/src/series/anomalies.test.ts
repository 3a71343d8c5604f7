/** Anomalies: the area under the ROC curve as it is defined, and jumps that stand out. */
import { openSeries } from '@agon/data';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { areaUnderRoc, anomalyArea, strangeness, usualErrors } from './anomalies.js';
import { lastValue } from './baselines/lastValue.js';

it('has the area that counting all pairs gives', () => {
  const cases = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.boolean()), { maxLength: 40 });
  fc.assert(
    fc.property(cases, (all) => {
      const [scores, isTrue] = [all.map(([score]) => score), all.map(([, is]) => is)];
      const pairs = all.flatMap(([a, is]) => (is ? all.flatMap(([b, other]) => (other ? [] : [a > b ? 1 : a === b ? 0.5 : 0])) : [])); // prettier-ignore
      const area = areaUnderRoc(scores, isTrue);
      if (pairs.length === 0) expect(area).toBeUndefined();
      else expect(area).toBeCloseTo(pairs.reduce((sum: number, each) => sum + each, 0) / pairs.length, 9);
    }),
  );
});

it('finds a step strange by the least of its errors, in the channel where that is most', async () => {
  const values = Float32Array.of(0, 0, 1, 5, 1, 5, 9, 5, 1, 6);
  const one = { values, from: 0 };
  expect(await strangeness(lastValue(2, 1), one, 2, 1, Float64Array.of(1, 0.5))).toEqual([
    { step: 1, score: 10 },
    { step: 2, score: 0 },
    { step: 3, score: 8 },
    { step: 4, score: 8 },
  ]);
  // Two steps ahead the step behind the jump was forecast by one who had not read it.
  expect(await strangeness(lastValue(2, 2), one, 2, 1, Float64Array.of(1, 0.5, 1, 0.5))).toEqual([
    { step: 1, score: 10 },
    { step: 2, score: 0 },
    { step: 3, score: 8 },
    { step: 4, score: 2 },
  ]);
});

it('tells planted jumps from the others, also by the last value alone', async () => {
  const files = { list: async () => [], read: async () => new Uint8Array() };
  const { splits } = await openSeries('series:anomalies=50', files);
  const plain = lastValue(2, 1);
  const usual = await usualErrors(plain, splits.validation, 2, 8);
  expect(usual).toHaveLength(2);
  expect(await anomalyArea(plain, splits.test, 2, 8, usual)).toBeGreaterThan(0.97);
});
