import { expect, it } from 'vitest';
import { formatDecimals } from './decimals.js';

it.each([
  [-0.001, 2, '0.00'],
  [-0, 1, '0.0'],
  [-0.4, 0, '0'],
  [-0.005001, 2, '-0.01'],
  [0.001, 2, '0.00'],
  [-2.951, 2, '-2.95'],
])('writes %d with %i digits as %s', (value, digits, text) => {
  expect(formatDecimals(value, digits)).toBe(text);
});
