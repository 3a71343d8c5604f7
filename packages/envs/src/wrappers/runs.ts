/** Pictures as runs of equal bytes, for saved states: screens are mostly flat. */
import { AgonError, type Json } from '@agon/core';

/** Value, length, value, length, … */
export function packRuns(bytes: Uint8Array): number[] {
  const runs: number[] = [];
  for (let start = 0, end = 0; start < bytes.length; start = end) {
    while (end < bytes.length && bytes[end] === bytes[start]) end++;
    runs.push(bytes[start], end - start);
  }
  return runs;
}

/**
 * Writes what `packRuns` made of an array of the same length into `out`.
 * @param what whose state, as it reads in an error
 * @throws bad-file where the runs are no runs or have another length
 */
export function unpackRunsInto(out: Uint8Array, runs: Json, what: string): void {
  const numbers = Array.isArray(runs) ? (runs as unknown[]) : [];
  let at = 0;
  for (let i = 0; i + 1 < numbers.length; i += 2) {
    const [value, length] = [numbers[i], numbers[i + 1]];
    if (!Number.isInteger(value) || !Number.isInteger(length) || (length as number) < 1) break;
    out.fill(value as number, at, at + (length as number));
    at += length as number;
  }
  if (at !== out.length || numbers.length % 2 !== 0) {
    throw new AgonError(
      'bad-file',
      `not a saved picture of ${what}: ${at} bytes in runs, expected ${out.length}. Give what save() returned.`,
    );
  }
}
