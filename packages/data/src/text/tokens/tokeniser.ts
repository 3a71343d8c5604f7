/** Text as numbers and back. */

/** What turns text into tokens, 0 to `size` − 1. */
export interface Tokeniser {
  readonly kind: 'characters' | 'words' | 'byte-pairs';
  readonly size: number;
  /** @throws bad-option where the text has a symbol that there is no token for */
  encode(text: string): Int32Array;
  /** @throws RangeError for a number that is no token */
  decode(tokens: ArrayLike<number>): string;
  /** A token as people read it. */
  show(token: number): string;
  /** Plain data: what `loadTokeniser` makes the same one from. */
  save(): SavedTokeniser;
}

/** A tokeniser in a file. */
export type SavedTokeniser =
  | { readonly kind: 'characters'; readonly symbols: readonly string[] }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'byte-pairs'; readonly merges: readonly (readonly [number, number])[] };

/** @throws RangeError for a number that is no token */
export function checkToken(token: number, size: number): void {
  if (!(Number.isInteger(token) && token >= 0 && token < size))
    throw new RangeError(`${token} is no token: there are 0 to ${size - 1}.`);
}
