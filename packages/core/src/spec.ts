/** Specs: the text form "id:key=value,key=value" that names an environment, an agent or a network with its options. */
import * as v from 'valibot';
import { AgonError } from './errors.js';

/** A spec taken apart: "go:size=9" is id "go" with the option size = "9". */
export interface Spec {
  readonly id: string;
  /** The options as written, in order; the registry that knows the id gives them types (see `parseSettings`). */
  readonly options: Readonly<Record<string, string>>;
}

/**
 * Reads "go:size=9,komi=7". The id ends at the first colon; a key without "=" means key=true.
 * @throws bad-spec where the id is empty, or a key is empty or named twice
 */
export function parseSpec(text: string): Spec {
  const colon = text.indexOf(':');
  const id = (colon < 0 ? text : text.slice(0, colon)).trim();
  if (!id) throw new AgonError('bad-spec', `"${text}" names nothing; write ID or ID:key=value,key=value.`);
  const options = new Map<string, string>();
  for (const part of colon < 0 ? [] : text.slice(colon + 1).split(',')) {
    if (!part.trim()) continue;
    const [key, value] = splitSetting(part, text);
    if (options.has(key)) throw new AgonError('bad-spec', `"${text}" sets "${key}" twice; keep one.`);
    options.set(key, value);
  }
  return { id, options: Object.fromEntries(options) };
}

/** Text that `parseSpec` reads, where it comes from a file. */
export const specText = v.pipe(
  v.string(),
  v.check((text) => {
    try {
      parseSpec(text);
      return true;
    } catch {
      return false;
    }
  }, 'must be written ID or ID:key=value,key=value'),
);

/** Splits "key=value" ("key" alone means key=true). @throws bad-spec where the key is empty */
export function splitSetting(part: string, whole = part): [key: string, value: string] {
  const equals = part.indexOf('=');
  const key = (equals < 0 ? part : part.slice(0, equals)).trim();
  if (!key) throw new AgonError('bad-spec', `"${whole}" has a value without a name; write key=value.`);
  return [key, equals < 0 ? 'true' : part.slice(equals + 1).trim()];
}

/** An option as a spec holds it: lists with slashes. */
const optionText = (value: unknown): string => (Array.isArray(value) ? value.join('/') : String(value));

/** The text form of a spec; `parseSpec` reads it back. */
export function formatSpec(id: string, options: Readonly<Record<string, unknown>> = {}): string {
  const parts = Object.entries(options).map(([key, value]) => `${key}=${optionText(value)}`);
  return parts.length ? `${id}:${parts.join(',')}` : id;
}
