/** What action values say: the best action, and the account that replays show. */
import type { Analysis } from '../../agent.js';

/** Digits that are kept of a value in an account; replays are read by people. */
const DIGITS = 4;

/** The action with the largest of `count` values from `start` on; the first one among equals. */
export function argmax(values: Float32Array, start: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if (values[start + i] > values[start + best]) best = i;
  return best;
}

/** The account of one decision: all action values, and the largest as the state's value. */
export function qAnalysis(values: Float32Array, start: number, count: number): Analysis {
  const q = Array.from(values.subarray(start, start + count), (value) => Number(value.toPrecision(DIGITS)));
  return { value: Math.max(...q), q };
}
