/** Whether near words are of one kind: the same field of WordNet, the same part of speech. */
import type { Share } from '../../dataTrainer.js';
import type { WordVectors } from './wordVectors.js';

/** Neighbours that are looked at of each word. */
const NEAREST = 5;
/** The neighbours of so many words are looked at, from the most frequent to the rarest at even steps. */
const MOST_MEASURED = 2000;

/**
 * The share of the five nearest words of a word that are of its kind, mean of words that have one; among all such words. The chance is
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
  vectors.words.forEach((word, number) => {
    const kind = kindOf(word);
    if (kind === undefined) return;
    numbers.push(number);
    kinds.push(kind);
  });
  const counts = new Map<string | number, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const step = Math.max(1, Math.floor(numbers.length / MOST_MEASURED));
  const scores = new Float32Array(numbers.length);
  let [n, all, same] = [0, 0, 0];
  for (let i = 0; i < numbers.length; i += step) {
    const nearest = nearestOf(vectors, numbers, i, scores);
    n++;
    all += nearest.length;
    same += nearest.filter((other) => kinds[other] === kinds[i]).length;
  }
  const pairs = [...counts.values()].reduce((sum, count) => sum + count * (count - 1), 0);
  return { name, n, share: same / all, chance: pairs / (numbers.length * (numbers.length - 1)) };
}

/** The places of the words nearest to one of some, among them. @param scores is overwritten */
function nearestOf(
  { unit, dimensions }: WordVectors,
  numbers: readonly number[],
  own: number,
  scores: Float32Array,
): number[] {
  const first = numbers[own] * dimensions;
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
}
