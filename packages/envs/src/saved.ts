/** Reading back saved states. */
import { AgonError } from '@agon/core';
import * as v from 'valibot';

/** An integer in low..high, as saved states hold them. */
export const integer = (low: number, high: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(low), v.maxValue(high));

/**
 * Checks that a saved state has the given form.
 * @param what whose state, as it reads in an error
 * @throws bad-file naming the first wrong place and what is expected there
 */
export function parseSaved<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
  what: string,
): v.InferOutput<S> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue) ?? '(whole)';
  throw new AgonError(
    'bad-file',
    `not a saved state of ${what}: at ${path}: ${issue.message}. Give what save() returned.`,
    {
      details: { path },
    },
  );
}
