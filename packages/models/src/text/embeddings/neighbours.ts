/** Whether near words are of one kind: the same field of WordNet, the same part of speech. */
import type { Share } from '../../dataTrainer.js';
import type { WordVectors } from './wordVectors.js';

/** Neighbours that are looked at of each word. */
const NEAREST = 5;
/** The most frequent words are measured: others have hardly been read. */
const MOST_WORDS = 10_000;

/**
 * The share of the five nearest words of a word that are of its kind, mean of all words that have one; among such words alone. The chance is
 * that of two words drawn at random.
 * @param kindOf undefined: the word has none
 */
export function sameKind(
  vectors: WordVectors,
  name: string,
  kindOf: (word: string) => string | number | undefined,
): Share {
  const numbers: number[] = [];
  const kinds: (string | number)[] = [];
  for (let word = 0; word < Math.min(MOST_WORDS, vectors.words.length); word++) {
    const kind = kindOf(vectors.words[word]);
    if (kind === undefined) continue;
    numbers.push(word);
    kinds.push(kind);
  }
  const counts = new Map<string | number, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const n = numbers.length;
  const nearest = nearestOf(vectors, numbers);
  let same = 0;
  for (let i = 0; i < n; i++) for (const other of nearest[i]) if (kinds[other] === kinds[i]) same++;
  const pairs = [...counts.values()].reduce((sum, count) => sum + count * (count - 1), 0);
  return { name, n, share: same / (n * Math.min(NEAREST, n - 1)), chance: pairs / (n * (n - 1)) };
}

/** The places of the nearest of some words, among them. */
function nearestOf({ unit, dimensions }: WordVectors, numbers: readonly number[]): number[][] {
  const scores = new Float32Array(numbers.length);
  return numbers.map((word, own) => {
    const first = word * dimensions;
    numbers.forEach((other, i) => {
      let sum = 0;
      for (let d = 0; d < dimensions; d++) sum += unit[first + d] * unit[other * dimensions + d];
      scores[i] = i === own ? -Infinity : sum;
    });
    const best: number[] = [];
    for (let k = 0; k < Math.min(NEAREST, numbers.length - 1); k++) {
      let place = 0;
      for (let i = 1; i < scores.length; i++) if (scores[i] > scores[place]) place = i;
      best.push(place);
      scores[place] = -Infinity;
    }
    return best;
  });
}
