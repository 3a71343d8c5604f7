/** Words of an embedding on a plane: some words and what is near each, along the two axes in which they differ most. */
import type { WordPlane } from '../figure.js';
import { principalAxes } from '../../text/embeddings/principalAxes.js';
import type { WordVectors } from '../../text/embeddings/wordVectors.js';

/** Words that are told of one that is pointed at. */
const TOLD = 5;

/**
 * @param words each with `near` of its neighbours, in one colour, that of the first that brought a word; without neighbours all have one
 * @throws bad-option for a word without a vector
 */
export function wordMap(vectors: WordVectors, words: readonly string[], near: number): WordPlane {
  const groups = new Map<string, number>();
  const brought = words.map((word) => vectors.nearest(vectors.vectorOf(word), near, [word]));
  words.forEach((word, group) => !groups.has(word) && groups.set(word, near > 0 ? group : 0));
  brought.forEach((found, group) => {
    for (const { word } of found) if (!groups.has(word)) groups.set(word, group);
  });
  const shown = [...groups.keys()];
  const { dimensions } = vectors;
  const all = new Float32Array(shown.length * dimensions);
  shown.forEach((word, i) => all.set(vectors.vectorOf(word), i * dimensions));
  const { places, shares } = principalAxes(all, dimensions, 2);
  const share = Math.round(100 * (shares[0] + shares[1]));
  return {
    kind: 'plane',
    title: `${shown.length} words along their two main axes, which hold ${share} % of their differences. Point at one.`,
    words: shown.map((word, i) => {
      const nearest = vectors.nearest(vectors.vectorOf(word), TOLD, [word]);
      return {
        word,
        place: [places[2 * i], places[2 * i + 1]],
        group: groups.get(word) as number,
        about: `${word}: ${nearest.map((each) => `${each.word} ${each.similarity.toFixed(2)}`).join(', ')}`,
      };
    }),
  };
}
