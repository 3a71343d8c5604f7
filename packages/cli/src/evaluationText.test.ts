import { expect, it } from 'vitest';
import { endsText, meanIntervalText } from './evaluationText.js';

it('an interval has two ends, or says why it has none', () => {
  expect([endsText([1, 2.5]), meanIntervalText([1, 2.5])]).toEqual(['1 to 2.50', '95 % interval 1 to 2.50']);
  expect([endsText([3, 3]), endsText(null)]).toEqual(['all equal', '–']);
  expect(meanIntervalText([3, 3])).toBe('95 % interval: none, since all returns are equal');
  expect(meanIntervalText(null)).toBe('no interval: one episode does not show how much returns vary');
});
