/** The words of one side of pairs, as tokens. */
import { AgonError, unknownName } from '@agon/core';

/** What follows a sequence; it is no word. */
export const PADDING = 0;
/** Stands before a target and behind it. */
export const BOUNDARY = 1;
/** Every word that is too rare to be known, where there are such. */
export const UNKNOWN = 2;
const UNKNOWN_WORD = '<unk>';
const NAMES = ['<pad>', '<end>', UNKNOWN_WORD];

/** The words of a text, which has one space between them. */
export const wordsIn = (text: string): string[] => (text === '' ? [] : text.split(' '));

export class Vocabulary {
  /** By token; the first ones are no words. */
  readonly words: readonly string[];
  readonly hasUnknown: boolean;
  private readonly tokens: ReadonlyMap<string, number>;

  /** @param words by token, as `words` gives them */
  constructor(words: readonly string[]) {
    this.words = words;
    this.hasUnknown = words[UNKNOWN] === UNKNOWN_WORD;
    this.tokens = new Map(words.map((word, token) => [word, token]));
  }

  /** Those that the texts have at least so often, the most frequent first. */
  static of(texts: readonly string[], leastCount: number): Vocabulary {
    const counts = new Map<string, number>();
    for (const text of texts) for (const word of wordsIn(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const name of NAMES) counts.delete(name);
    const kept = [...counts].filter(([, count]) => count >= leastCount);
    kept.sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
    const special = NAMES.slice(0, leastCount > 1 ? NAMES.length : UNKNOWN);
    return new Vocabulary([...special, ...kept.map(([word]) => word)]);
  }

  get size(): number {
    return this.words.length;
  }

  has(word: string): boolean {
    return this.hasUnknown || (this.tokens.get(word) ?? 0) > BOUNDARY;
  }

  /** @throws bad-option for a word that is not known, where no token stands for such */
  encode(words: readonly string[]): Int32Array {
    return Int32Array.from(words, (word) => {
      const token = this.tokens.get(word) ?? 0;
      if (token > BOUNDARY) return token;
      if (this.hasUnknown) return UNKNOWN;
      throw this.unknown(word);
    });
  }

  decode(tokens: ArrayLike<number>): string[] {
    return Array.from(tokens, (token) => this.words[token]);
  }

  private unknown(word: string): AgonError {
    const all = this.words.slice(UNKNOWN);
    return unknownName('bad-option', 'word', word, all, `None of the pairs that were learned from has it; ${all.length} words are known.`); // prettier-ignore
  }
}
