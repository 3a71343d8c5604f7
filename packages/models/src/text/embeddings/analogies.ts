/** Analogies (Mikolov, Chen, Corrado & Dean 2013): a is to b as c is to …? */
import type { AnalogySection } from '@agon/data';
import type { Share } from '../../dataTrainer.js';
import type { WordVectors } from './wordVectors.js';

/**
 * The share of questions answered rightly (3CosAdd over all words), by section, of those whose four words are known.
 * @returns a share a section
 */
export function analogyShares(vectors: WordVectors, sections: readonly AnalogySection[]): Share[] {
  return sections.map(({ name, questions }) => {
    const known = questions.map((question) => question.map((word) => vectors.numberOf(word)));
    const answerable = known.filter((question): question is number[] => !question.includes(undefined));
    const right = countRight(vectors, answerable);
    return { name, asked: questions.length, n: answerable.length, share: right / answerable.length };
  });
}

/** Similarities of a question's words to all words are computed once for a section: questions share their words. */
function countRight(vectors: WordVectors, questions: readonly (readonly number[])[]): number {
  const similarities = new Map<number, Float32Array>();
  const to = (word: number): Float32Array => {
    const found = similarities.get(word) ?? similaritiesTo(vectors, word);
    similarities.set(word, found);
    return found;
  };
  let right = 0;
  for (const [a, b, c, d] of questions) {
    const [toA, toB, toC] = [to(a), to(b), to(c)];
    let best = -1;
    let most = -Infinity;
    for (let word = 0; word < toA.length; word++) {
      const score = toB[word] - toA[word] + toC[word];
      if (score > most && word !== a && word !== b && word !== c) [best, most] = [word, score];
    }
    if (best === d) right++;
  }
  return right;
}

function similaritiesTo({ unit, words, dimensions }: WordVectors, word: number): Float32Array {
  const result = new Float32Array(words.length);
  const own = word * dimensions;
  for (let other = 0; other < words.length; other++) {
    let sum = 0;
    for (let d = 0; d < dimensions; d++) sum += unit[other * dimensions + d] * unit[own + d];
    result[other] = sum;
  }
  return result;
}

/** All sections together, and those of grammar (whose names begin so) and of meaning. */
export function summed(shares: readonly Share[]): Share[] {
  const sum = (name: string, some: readonly Share[]): Share => {
    const n = some.reduce((all, share) => all + share.n, 0);
    const right = some.reduce((all, share) => all + (share.n === 0 ? 0 : share.n * share.share), 0);
    return { name, asked: some.reduce((all, { asked = 0 }) => all + asked, 0), n, share: right / n };
  };
  const isGrammar = ({ name }: Share): boolean => name.startsWith('gram');
  return [
    ...shares,
    sum(
      'meaning',
      shares.filter((share) => !isGrammar(share)),
    ),
    sum('grammar', shares.filter(isGrammar)),
    sum('total', shares),
  ];
}
