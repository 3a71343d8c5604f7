/** The JSON of a saved state, read by schemas: what is missing or wrong is told by its name. */
import { AgonError, checkJson } from '@agon/core';
import * as v from 'valibot';

/**
 * Reads a state's JSON, or a part of it, by its schema.
 * @param at where the part lies: "learner", "workers.0"; not given: the whole
 * @throws bad-checkpoint naming each part that is missing or wrong
 */
export function readState<S extends v.GenericSchema>(schema: S, part: unknown, at = ''): v.InferOutput<S> {
  const keys = at === '' ? [] : at.split('.');
  // The schema and the part as they lie in the state, so that faults are told with the whole way to them.
  const whole = keys.reduceRight<v.GenericSchema>((inner, key) => v.object({ [key]: inner }), schema);
  const state = keys.reduceRight<unknown>(
    (inner, key) => (inner === undefined ? {} : { [key]: inner }),
    part,
  );
  let read: unknown;
  try {
    read = checkJson(whole, state, 'the state');
  } catch (cause) {
    if (!(cause instanceof AgonError)) throw cause;
    const { faults = [] } = (cause.details ?? {}) as { faults?: string[] };
    const text =
      faults.length > 0 ? `${faults.join('; ').replace(/^(?=")/, "the state's ")}.` : cause.message;
    throw new AgonError('bad-checkpoint', `${text}${HOW_TO_GO_ON}`, { cause, details: { faults } });
  }
  for (const key of keys) read = (read as Record<string, unknown>)[key];
  return read as v.InferOutput<S>;
}

/**
 * Runs what reads a part of a state by rules of its own, such as an environment: what it finds wrong is wrong with the state.
 * @throws bad-checkpoint naming the part
 */
export function readingPart<T>(at: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof AgonError) || !cause.isUsage) throw cause;
    throw new AgonError('bad-checkpoint', `the state's "${at}": ${cause.message}${HOW_TO_GO_ON}`, { cause });
  }
}

/** @throws bad-checkpoint where a list of a state has not one item for each of `count` `what` */
export function requireLength(
  list: { readonly length: number },
  at: string,
  count: number,
  what: string,
): void {
  if (list.length === count) return;
  throw new AgonError(
    'bad-checkpoint',
    `the state's "${at}" is of ${list.length} ${what}, this run has ${count}.${HOW_TO_GO_ON}`,
  );
}

const HOW_TO_GO_ON = ' Resume with the settings it was saved with, or restore the state from a copy.';
