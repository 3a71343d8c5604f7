/** JSON from outside (a file, a message, the network) is checked by a schema before anything believes it. */
import * as v from 'valibot';
import { AgonError } from './errors.js';

/** At most so many faults are told of one text. */
const FAULTS_TOLD = 3;

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
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const told = result.issues.slice(0, FAULTS_TOLD).map((issue) => {
    const at = v.getDotPath(issue);
    const where = at === null ? 'it' : `"${at}"`;
    const got = issue.received === 'undefined' ? 'nothing' : issue.received;
    if (at?.split('.').at(-1) === issue.expected?.replaceAll('"', '')) return `${where} is missing`;
    return issue.expected ? `${where} must be ${issue.expected}, got ${got}` : `${where}: ${issue.message}`;
  });
  const more = result.issues.length - told.length;
  const rest = more > 0 ? `; and ${more} more` : '';
  throw new AgonError('bad-file', `${what} is damaged: ${told.join('; ')}${rest}.`, {
    details: { what, faults: told },
  });
}

/**
 * Reads JSON text by a schema.
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
    value = JSON.parse(text);
  } catch (cause) {
    const why = text.trim() === '' ? 'it is empty' : (cause as Error).message;
    throw new AgonError('bad-file', `${what} is damaged: ${why}.`, { cause });
  }
  return checkJson(schema, value, what);
}
