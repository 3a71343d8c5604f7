/** What an embedding knows of a word: its neighbours, an analogy, and a map of both. */
import { AgonError } from '@agon/core';
import type { Neighbour, WordVectors } from '../../text/embeddings/wordVectors.js';
import type { Bars, Figure } from '../figure.js';
import { wordMap } from './wordMap.js';

/** Bars of a word, and words that it brings to the map. */
const NEAREST = 8;

type ThreeWords = readonly [string, string, string];

/** The three words of an analogy. @throws bad-option */
export function wordsOfAnalogy(analogy: string): ThreeWords {
  const words = analogy.toLowerCase().split('/').map((word) => word.trim()); // prettier-ignore
  if (words.length !== 3 || words.includes(''))
    throw new AgonError('bad-option', `analogy=${analogy}: give three words with slashes, man/king/woman.`);
  return words as unknown as ThreeWords;
}

const barsOf = (title: string, found: readonly Neighbour[]): Bars => ({
  kind: 'bars',
  title,
  most: 1,
  items: found.map(({ word, similarity }) => ({
    label: word,
    value: similarity,
    text: similarity.toFixed(2),
  })),
});

/** @throws bad-option for a word without a vector */
export function wordsFigure(vectors: WordVectors, word: string, [a, b, c]: ThreeWords): Figure {
  const answers = vectors.analogy(a, b, c, NEAREST);
  return {
    panels: [
      barsOf(`Nearest to "${word}" (cosine of the angle)`, vectors.nearest(vectors.vectorOf(word), NEAREST, [word])), // prettier-ignore
      barsOf(`${a} is to ${b} as ${c} is to …?`, answers),
      wordMap(vectors, [...new Set([word, a, b, c, answers[0].word])], NEAREST),
    ],
  };
}
