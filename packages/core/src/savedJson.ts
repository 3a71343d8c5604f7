/** JSON from outside (a file, a message, the network) is checked by a schema before anything believes it. */
import * as v from 'valibot';
import { AgonError, type Json } from './errors.js';
import type { RandomState } from './rng.js';

/** At most so many faults are told of one text. */
const FAULTS_TOLD = 3;
/** Objects and lists inside each other: what agon writes has a handful of levels; too many overflow the stack of whoever walks them. */
const MOST_LEVELS = 100;

/** Any JSON value, as it is. */
export const anyJson = v.custom<Json>((value) => value !== undefined, 'must be a JSON value');

/** Texts by name: versions by package. */
export const texts = v.record(v.string(), v.string());

/** A whole number from 0 on: a step, a count. */
export const wholeNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** A list whose items are checked by a function: many times faster than a schema for each item of a long list. */
export const listOf = <T>(isItem: (value: unknown) => value is T, items: string) =>
  v.custom<T[]>((value) => Array.isArray(value) && value.every(isItem), `must be a list of ${items}`);

/** A list of numbers. */
export const numbers = listOf((value): value is number => Number.isFinite(value), 'numbers');

/** A list of whole numbers. */
export const integers = listOf((value): value is number => Number.isSafeInteger(value), 'whole numbers');

const word = v.pipe(wholeNumber, v.maxValue(2 ** 32 - 1));

/** Where a random stream stands. */
export const randomState = v.strictTuple([word, word, word, word]) satisfies v.GenericSchema<
  unknown,
  RandomState
>;

/** @throws bad-file where walking the value could overflow, or it holds what no program of ours writes */
function checkPlain(value: unknown, what: string, at: readonly string[] = []): void {
  const refuse = (why: string): never => {
    const place = at.length ? `"${at.slice(0, 5).join('.')}${at.length > 5 ? '. …' : ''}"` : 'it';
    throw new AgonError('bad-file', `${what} is damaged: ${place} ${why}.`, { details: { what } });
  };
  if (typeof value === 'number' && !Number.isFinite(value)) refuse('is a number too large to hold');
  if (typeof value !== 'object' || value === null) return;
  if (at.length === MOST_LEVELS) refuse(`has more than ${MOST_LEVELS} levels`);
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const item: unknown = value[i];
      if (typeof item === 'object' || typeof item === 'number') checkItem(item, i);
    }
    return;
  }
  if (Object.hasOwn(value, '__proto__')) refuse('has a key "__proto__"');
  for (const key in value) checkItem((value as Record<string, unknown>)[key], key);

  function checkItem(item: unknown, key: string | number): void {
    if (typeof item === 'number' && Number.isFinite(item)) return;
    checkPlain(item, what, [...at, String(key)]);
  }
}

/** What a person can read of a text that may hold anything: control characters are written as escapes. */
const printable = (text: string): string =>
  text.replace(
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** At most so much of a text is quoted. */
const MOST_QUOTED = 80;
const quoted = (text: string): string =>
  printable(text.length > MOST_QUOTED ? `${text.slice(0, MOST_QUOTED)}…` : text);

/**
 * Checks a value that was read as JSON. Use `v.object` where later versions may add keys.
 * @param what where it comes from, as it reads in an error: the path of the file
 * @throws bad-file with the path of each wrong value in it, what it must be and what it is
 */
export function checkJson<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
  what: string,
): v.InferOutput<S> {
  checkPlain(value, what);
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const told = result.issues.slice(0, FAULTS_TOLD).map((issue) => {
    const at = v.getDotPath(issue);
    const where = at === null ? 'it' : `"${quoted(at)}"`;
    const got = issue.received === 'undefined' ? 'nothing' : quoted(issue.received);
    if (issue.type === 'check') return `${where} ${issue.message}`;
    if (at !== null && at.split('.').at(-1) === issue.expected?.replaceAll('"', ''))
      return `${where} is missing`;
    if (issue.type === 'custom') return `${where} ${issue.message}`;
    return issue.expected ? `${where} must be ${issue.expected}, got ${got}` : `${where}: ${issue.message}`;
  });
  const more = result.issues.length - told.length;
  const rest = more > 0 ? `; and ${more} more` : '';
  throw new AgonError('bad-file', `${what} is damaged: ${told.join('; ')}${rest}.`, {
    details: { what, faults: told },
  });
}

/**
 * Reads JSON text by a schema. A byte order mark before it is no fault.
 * @param what where it comes from: the path of the file
 * @throws bad-file where it is no JSON, or not what the schema wants
 */
export function parseJson<S extends v.GenericSchema>(
  schema: S,
  text: string,
  what: string,
): v.InferOutput<S> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const why = text.trim() === '' ? 'it is empty' : printable((cause as Error).message);
    throw new AgonError('bad-file', `${what} is damaged: ${why}.`, { cause });
  }
  return checkJson(schema, value, what);
}
