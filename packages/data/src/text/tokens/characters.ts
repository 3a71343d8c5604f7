/** One token a character. */
import { AgonError } from '@agon/core';
import { checkToken, type SavedTokeniser, type Tokeniser } from './tokeniser.js';

/** Characters are Unicode code points; they are numbered in the order of their codes. */
export class Characters implements Tokeniser {
  readonly kind = 'characters';
  private readonly symbols: readonly string[];
  private readonly tokens: ReadonlyMap<string, number>;

  /** @param symbols each one character, no two alike */
  constructor(symbols: readonly string[]) {
    this.symbols = symbols;
    this.tokens = new Map(symbols.map((symbol, token) => [symbol, token]));
  }

  /** Those of a text. */
  static of(text: string): Characters {
    const codes = [...new Set(text)].map((symbol) => symbol.codePointAt(0)!).sort((a, b) => a - b);
    return new Characters(codes.map((code) => String.fromCodePoint(code)));
  }

  get size(): number {
    return this.symbols.length;
  }

  encode(text: string): Int32Array {
    const tokens = new Int32Array(text.length);
    let length = 0;
    for (const symbol of text) {
      const token = this.tokens.get(symbol);
      if (token === undefined) throw this.unknown(symbol);
      tokens[length++] = token;
    }
    return tokens.subarray(0, length);
  }

  decode(tokens: ArrayLike<number>): string {
    let text = '';
    for (let i = 0; i < tokens.length; i++) {
      checkToken(tokens[i], this.size);
      text += this.symbols[tokens[i]];
    }
    return text;
  }

  show(token: number): string {
    return this.decode([token]);
  }

  save(): SavedTokeniser {
    return { kind: 'characters', symbols: this.symbols };
  }

  private unknown(symbol: string): AgonError {
    const code = symbol.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    return new AgonError(
      'bad-option',
      `the character ${JSON.stringify(symbol)} (U+${code}) was in none of the text that was learned from; it has ${this.size} characters.`,
    );
  }
}
