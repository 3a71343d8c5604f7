/** Saving, loading and hashing the fields that make up a state: numbers, booleans and typed arrays of fixed length. */
import { AgonError, type Json } from '@agon/core';
import { mixHash } from './hash.js';

type Field = number | boolean | Int32Array | Uint8Array | Float64Array;

const double = new Float64Array(1);
const words = new Int32Array(double.buffer);

/** The named fields of `target` as plain data. */
export function saveFields(target: object, names: readonly string[]): Record<string, Json> {
  const saved: Record<string, Json> = {};
  for (const name of names) {
    const value = (target as Record<string, Field>)[name];
    saved[name] = typeof value === 'object' ? Array.from(value) : value;
  }
  return saved;
}

/**
 * Sets the named fields of `target` from what `saveFields` returned; all are checked before the first is set.
 * @param what whose state, as it reads in an error
 * @throws bad-file where a field is missing, of another type or length, or not finite
 */
export function loadFields(target: object, names: readonly string[], state: Json, what: string): void {
  const fields = target as Record<string, Field>;
  const saved = (state ?? {}) as Record<string, unknown>;
  const isFinite = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
  for (const name of names) {
    const [field, value] = [fields[name], saved[name]];
    const fits =
      typeof field === 'object'
        ? Array.isArray(value) && value.length === field.length && value.every(isFinite)
        : typeof value === typeof field && (typeof value === 'boolean' || isFinite(value));
    if (!fits) {
      throw new AgonError(
        'bad-file',
        `not a saved state of ${what}: "${name}" is missing or of another form. Give what save() returned.`,
        { details: { path: name } },
      );
    }
  }
  for (const name of names) {
    const field = fields[name];
    if (typeof field === 'object') field.set(saved[name] as number[]);
    else fields[name] = saved[name] as number | boolean;
  }
}

/** Mixes the named fields of `target` into `hash`; numbers by the bits of their doubles. */
export function hashFields(hash: number, target: object, names: readonly string[]): number {
  for (const name of names) {
    const value = (target as Record<string, Field>)[name];
    if (typeof value === 'object') for (const one of value) hash = hashNumber(hash, one);
    else hash = hashNumber(hash, Number(value));
  }
  return hash;
}

function hashNumber(hash: number, value: number): number {
  double[0] = value;
  return mixHash(mixHash(hash, words[0]), words[1]);
}
