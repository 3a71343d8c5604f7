import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSpec, parseSpec } from './spec.js';

const SEED = 20261123;
const id = fc.stringMatching(/^[a-z][a-z0-9_/@-]{0,20}$/);
const key = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,12}$/);
const value = fc.stringMatching(/^[^\s,][^,]{0,12}[^\s,]$/).filter((text) => text.trim() === text);

describe('specs', () => {
  it('are read back from their text form with every id, key and value', () => {
    fc.assert(
      fc.property(
        id,
        fc.uniqueArray(fc.tuple(key, value), { selector: ([name]) => name, maxLength: 6 }),
        (name, pairs) => {
          const spec = parseSpec(formatSpec(name, Object.fromEntries(pairs)));
          expect(spec.id).toBe(name);
          expect(Object.entries(spec.options).sort()).toEqual(
            Object.entries(Object.fromEntries(pairs)).sort(),
          );
        },
      ),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('never give anything but a spec or a bad-spec error, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          const spec = parseSpec(text);
          expect(spec.id.trim()).toBe(spec.id);
          expect(spec.id).not.toBe('');
        } catch (error) {
          expect(error).toMatchObject({ name: 'AgonError', code: 'bad-spec' });
        }
      }),
      { seed: SEED, numRuns: 1000 },
    );
  });
});
