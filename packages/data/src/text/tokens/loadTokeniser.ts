/** Tokenisers from files. */
import { AgonError, checkJson } from '@agon/core';
import * as v from 'valibot';
import { BytePairs } from './bytePairs.js';
import { Characters } from './characters.js';
import { BYTES } from './learnMerges.js';
import type { Tokeniser } from './tokeniser.js';
import { UNKNOWN, Words } from './words.js';

const isCharacter = (text: string): boolean => [...text].length === 1;
const different = (what: string) =>
  v.check((texts: string[]) => new Set(texts).size === texts.length, `must be different ${what}`);
const token = v.pipe(v.number(), v.integer(), v.minValue(0));

const schema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('characters'),
    symbols: v.pipe(
      v.array(v.pipe(v.string(), v.check(isCharacter, 'must be one character'))),
      v.minLength(1),
      different('characters'),
    ),
  }),
  v.strictObject({
    kind: v.literal('words'),
    words: v.pipe(
      v.array(v.string()),
      v.check(([first]) => first === UNKNOWN, `must begin with ${UNKNOWN}`),
      different('words'),
    ),
  }),
  v.strictObject({ kind: v.literal('byte-pairs'), merges: v.array(v.tuple([token, token])) }),
]);

/**
 * Makes the tokeniser that `save` told of.
 * @param where names the file in errors
 * @throws bad-file
 */
export function loadTokeniser(saved: unknown, where: string): Tokeniser {
  const known = checkJson(schema, saved, where);
  if (known.kind === 'characters') return new Characters(known.symbols);
  if (known.kind === 'words') return new Words(known.words);
  known.merges.forEach((pair, index) => {
    if (Math.max(...pair) >= BYTES + index)
      throw new AgonError('bad-file', `${where}: merge ${index} joins a token that is not there yet.`);
  });
  return new BytePairs(known.merges);
}
