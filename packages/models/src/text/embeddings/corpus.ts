/** A text as numbers of words, for embeddings. */
import { AgonError } from '@agon/core';
import { wordsOf } from '@agon/data';

/** Words are numbered from the most frequent to the rarest. */
export interface Corpus {
  readonly words: readonly string[];
  /** [words] How often each stands in the text. */
  readonly counts: Int32Array;
  /** The words of the text in order; those that are too rare are left out. */
  readonly tokens: Int32Array;
  /** [lines + 1] Where each line of the text begins among the tokens, and the end. */
  readonly lines: Int32Array;
}

/** Fewer words have no neighbours to speak of. */
const LEAST_WORDS = 10;

/** Words of a text as embeddings know them: small letters, no numbers, no marks. */
export const lettersOf = (text: string): string[] =>
  wordsOf(text.toLowerCase()).filter((word) => /\p{L}/u.test(word));

/**
 * Reads a text; its lines are sentences, or what else belongs together.
 * @param least how often a word must stand in it
 * @throws bad-option where too few do
 */
export function corpusOf(text: string, least: number): Corpus {
  const counts = new Map<string, number>();
  const sentences: string[][] = [];
  for (const line of text.split('\n')) {
    const words = lettersOf(line);
    if (words.length === 0) continue;
    sentences.push(words);
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const kept = [...counts].filter(([, count]) => count >= least);
  if (kept.length < LEAST_WORDS)
    throw new AgonError('bad-option', `${kept.length} words stand in the text ${least} times or more: too few to learn from. Take a longer text, or a smaller leastCount.`); // prettier-ignore
  kept.sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
  const numbers = new Map(kept.map(([word], number) => [word, number]));
  const tokens = new Int32Array(kept.reduce((sum, [, count]) => sum + count, 0));
  const lines = new Int32Array(sentences.length + 1);
  let end = 0;
  sentences.forEach((sentence, line) => {
    for (const word of sentence) {
      const number = numbers.get(word);
      if (number !== undefined) tokens[end++] = number;
    }
    lines[line + 1] = end;
  });
  return {
    words: kept.map(([word]) => word),
    counts: Int32Array.from(kept, ([, count]) => count),
    tokens,
    lines,
  };
}
