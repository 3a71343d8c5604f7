/** WordNet's files of data (its manual, wndb(5)): a set of words with one meaning on each line. */
import { AgonError } from '@agon/core';

export const PARTS = ['noun', 'verb', 'adj', 'adv'] as const;

/** Some words with one meaning. */
export interface Synset {
  /** Its place in its file, by which others point to it. */
  readonly offset: number;
  /** Of the lexicographers' files it is in: 3 to 28 are of nouns (lexnames(5)). */
  readonly field: number;
  /** With spaces where WordNet writes "_". */
  readonly words: readonly string[];
  /** Offsets of what it is a kind of, or an instance of. */
  readonly kindOf: readonly number[];
  /** What it means; examples stand in quotation marks. */
  readonly gloss: string;
}

/** "(a)": where an adjective may stand. */
const PLACE = /\((?:a|p|ip)\)$/;

/** @throws bad-file where a line is none of WordNet's */
export function synsetsOf(text: string, name: string): Synset[] {
  // Lines of the licence begin with a space.
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith(' '));
  return lines.map((line) => {
    const synset = parseSynset(line);
    if (synset) return synset;
    throw new AgonError('bad-file', `${name}: "${line.slice(0, 60)}" is no line of WordNet's. Fetch it again: agon data get wordnet`); // prettier-ignore
  });
}

/** offset field type count (word id)… count (pointer offset part places)… … | gloss */
function parseSynset(line: string): Synset | undefined {
  const bar = line.indexOf(' | ');
  const [offset, field, , numWords, ...rest] = line.slice(0, bar < 0 ? 0 : bar).split(' ');
  const wordsEnd = 2 * parseInt(numWords, 16);
  const numPointers = Number(rest[wordsEnd]);
  const pointersAt = wordsEnd + 1;
  if (!/^\d{8}$/.test(offset) || !(rest.length >= pointersAt + 4 * numPointers)) return undefined;
  const words: string[] = [];
  for (let i = 0; i < wordsEnd; i += 2) words.push(rest[i].replace(PLACE, '').replaceAll('_', ' '));
  const kindOf: number[] = [];
  for (let i = pointersAt; i < pointersAt + 4 * numPointers; i += 4)
    if (rest[i] === '@' || rest[i] === '@i') kindOf.push(Number(rest[i + 1]));
  return {
    offset: Number(offset),
    field: Number(field),
    words,
    kindOf,
    gloss: line.slice(bar + 3).trim(),
  };
}
