/** What names a dataset: "emoji:names=20", "folder:PATH,size=64". */
import { AgonError, parseSpec, type Spec } from '@agon/core';

/** Under this name options hold the path of the user's own datasets. */
const PATH = 'path';

/**
 * Reads the spec of a dataset whose path is all that follows the colon, apart from options at its end: "folder:a,b/c,size=64" is the
 * path "a,b/c" and the option size. A path that ends like an option is written with a slash at its end.
 * @param keys the options that there are
 * @throws bad-spec where there is no path
 */
export function parsePathSpec(text: string, keys: readonly string[]): Spec {
  const colon = text.indexOf(':');
  const id = (colon < 0 ? text : text.slice(0, colon)).trim();
  let path = colon < 0 ? '' : text.slice(colon + 1);
  const options: Record<string, string> = {};
  const last = new RegExp(`[,:](${keys.join('|')})=([^,:/\\\\]*)$`);
  for (let found = last.exec(path); found !== null; found = last.exec(path)) {
    const [whole, key, value] = found;
    if (Object.hasOwn(options, key))
      throw new AgonError('bad-spec', `"${text}" sets "${key}" twice; keep one.`);
    options[key] = value.trim();
    path = path.slice(0, -whole.length);
  }
  if (path.trim() === '') {
    throw new AgonError('bad-spec', `"${text}" names no path; write ${id}:PATH, or ${id}:PATH,${keys[0]}=….`);
  }
  return { id, options: { [PATH]: path, ...options } };
}

/** The text form of such a spec; `parsePathSpec` reads it back. */
export function formatPathSpec(id: string, options: Readonly<Record<string, unknown>>): string {
  const { [PATH]: path, ...rest } = options;
  const ended = /[,:][^,:/\\]*=[^,:/\\]*$/.test(String(path)) ? `${String(path)}/` : String(path);
  const parts = Object.entries(rest).map(([key, value]) => `,${key}=${String(value)}`);
  return `${id}:${ended}${parts.join('')}`;
}

/** The id in a spec, whatever follows it. @throws bad-spec */
export const idOf = (spec: string): string => parseSpec(spec.split(':', 1)[0]).id;
