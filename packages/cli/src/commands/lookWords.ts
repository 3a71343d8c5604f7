/** `agon look` for embeddings: which words are near, and what is to one as others are to each other. */
import { AgonError } from '@agon/core';
import type { DataCheckpoint } from '@agon/learning';
import { WordVectors, type Neighbour } from '@agon/models';
import { print, printJson } from '../output.js';

/** Words that are told of each. */
const NEAREST = 10;

export interface WordFlags {
  /** Words, with commas. */
  words?: string;
  /** Three words. */
  analogy?: string;
  json?: boolean;
}

const listOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(',')
    .map((word) => word.trim());

/** @throws unsupported for a model that has no words; bad-option for words that it does not know; bad-checkpoint */
export function lookWords(model: string, { algorithm, weights }: DataCheckpoint, flags: WordFlags): void {
  if (algorithm !== 'word2vec')
    throw new AgonError('unsupported', `--words and --analogy are of embeddings; "${model}" is a ${algorithm}.`); // prettier-ignore
  const vectors = WordVectors.load(weights);
  const found: { of: string; nearest: Neighbour[] }[] = [];
  for (const word of flags.words === undefined ? [] : listOf(flags.words))
    found.push({ of: word, nearest: vectors.nearest(vectors.vectorOf(word), NEAREST, [word]) });
  if (flags.analogy !== undefined) {
    const [a, b, c, ...more] = listOf(flags.analogy);
    if (c === undefined || more.length > 0)
      throw new AgonError('bad-option', `--analogy ${flags.analogy}: give three words, man,king,woman.`);
    found.push({ of: `${a} : ${b} = ${c} : ?`, nearest: vectors.analogy(a, b, c, NEAREST) });
  }
  if (flags.json) return printJson({ model, found });
  for (const { of, nearest } of found)
    print(`${of}\n  ${nearest.map(({ word, similarity }) => `${word} ${similarity.toFixed(2)}`).join(', ')}`);
}
