/** One token a word or mark. */
import { checkToken, type SavedTokeniser, type Tokeniser } from './tokeniser.js';

/** What stands for words that were not in the text learned from, or too rare. */
export const UNKNOWN = '<unk>';

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*|[^\s\p{L}\p{M}\p{N}]/gu;

/** The words and marks of a text, in order. */
export const wordsOf = (text: string): string[] => text.match(WORD) ?? [];

/** Words are numbered from the most frequent to the rarest; token 0 is every other word. Spaces are not kept. */
export class Words implements Tokeniser {
  readonly kind = 'words';
  private readonly words: readonly string[];
  private readonly tokens: ReadonlyMap<string, number>;

  /** @param words `UNKNOWN` first, no two alike */
  constructor(words: readonly string[]) {
    this.words = words;
    this.tokens = new Map(words.map((word, token) => [word, token]));
  }

  /**
   * The words of a text that it has often enough.
   * @param least how often
   * @param most so many words at most, the unknown one counted
   */
  static of(text: string, { least = 1, most = Infinity }: { least?: number; most?: number } = {}): Words {
    const counts = new Map<string, number>();
    for (const word of wordsOf(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
    counts.delete(UNKNOWN);
    const kept = [...counts].filter(([, count]) => count >= least);
    kept.sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
    return new Words([UNKNOWN, ...kept.slice(0, most - 1).map(([word]) => word)]);
  }

  get size(): number {
    return this.words.length;
  }

  encode(text: string): Int32Array {
    return Int32Array.from(wordsOf(text), (word) => this.tokens.get(word) ?? 0);
  }

  decode(tokens: ArrayLike<number>): string {
    return Array.from(tokens, (token) => this.show(token)).join(' ');
  }

  show(token: number): string {
    checkToken(token, this.size);
    return this.words[token];
  }

  save(): SavedTokeniser {
    return { kind: 'words', words: this.words };
  }
}
