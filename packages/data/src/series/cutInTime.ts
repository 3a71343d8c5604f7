/** One long series in splits. */
import { AgonError } from '@agon/core';
import type { SplitName } from '../pictures.js';
import type { TimeSeries } from '../timeSeries.js';

/** Where validation and test begin: what is forecast lies behind all that was learned from. */
const VALIDATION_FROM = 0.7;
const TEST_FROM = 0.8;
/** Steps that a series needs. */
const LEAST = 50;

/**
 * Seven tenths to learn from, a tenth for validation, the last two tenths are the test.
 * @param values [T, C]
 * @throws bad-file where it is too short to be cut
 */
export function cutInTime(
  values: Float32Array,
  numChannels: number,
  name: string,
): Record<SplitName, readonly TimeSeries[]> {
  const steps = values.length / numChannels;
  if (steps < LEAST) {
    throw new AgonError(
      'bad-file',
      `"${name}" has ${steps} steps; a series to learn from has ${LEAST} or more.`,
    );
  }
  const [validation, test] = [VALIDATION_FROM, TEST_FROM].map((share) => Math.floor(share * steps));
  const until = (end: number): Float32Array => values.subarray(0, end * numChannels);
  return {
    train: [{ values: until(validation), from: 0 }],
    validation: [{ values: until(test), from: validation }],
    test: [{ values, from: test }],
  };
}
