import type { TrialLine } from '@agon/runs';
import { expect, it } from 'vitest';
import { bestSoFar, rankedTrials } from './trialOrder.js';

const line = (trial: number, updates: number, score: number | null, isBest: boolean): TrialLine => ({
  ...{ trial, step: 10 * trial, network: `n${trial}`, updates, score, parameters: 1, isBest },
});
const TRIALS = [
  line(1, 5, 0.5, true),
  line(2, 5, null, false),
  line(3, 15, 0.4, true),
  line(4, 5, 0.6, false),
];

it('ranks trials by how long they were trained, then by score, and those that diverged last', () => {
  expect(rankedTrials(TRIALS).map(({ trial }) => trial)).toEqual([3, 4, 1, 2]);
});

it('draws the best so far as steps, to the last trial', () => {
  const points = bestSoFar(TRIALS).map(({ step, score }) => [step, score]);
  expect(points).toEqual([[10, 0.5], [30, 0.5], [30, 0.4], [40, 0.4]]); // prettier-ignore
  expect(bestSoFar([line(1, 5, null, false)])).toEqual([]);
});
