/**
 * Byte-pair encoding over bytes (Sennrich, Haddow & Birch 2016, algorithm 1; over the bytes of UTF-8: Radford et al. 2019, section 2.2):
 * tokens 0 to 255 are bytes, each later one joins two earlier ones. Every text has tokens, and gives them back.
 */
import { checkToken, type SavedTokeniser, type Tokeniser } from './tokeniser.js';
import { piecesOf } from './pieces.js';
import { BYTES, learnMerges } from './learnMerges.js';
import { pairKey } from './pairKey.js';

/** Pieces whose tokens are remembered. */
const MOST_KEPT = 50_000;

const encoder = new TextEncoder();

export class BytePairs implements Tokeniser {
  readonly kind = 'byte-pairs';
  private readonly merges: readonly (readonly [number, number])[];
  /** The token that joins two, which is also its rank: lower ones are joined first. */
  private readonly joined = new Map<number, number>();
  private readonly bytes: Uint8Array[] = Array.from({ length: BYTES }, (_, byte) => Uint8Array.of(byte));
  private readonly kept = new Map<string, readonly number[]>();

  /** @param merges the pair that each token after the bytes joins, of earlier tokens */
  constructor(merges: readonly (readonly [number, number])[]) {
    this.merges = merges;
    for (const [left, right] of merges) {
      const token = this.bytes.length;
      checkToken(left, token);
      checkToken(right, token);
      this.joined.set(pairKey(left, right), token);
      this.bytes.push(Uint8Array.of(...this.bytes[left], ...this.bytes[right]));
    }
  }

  /**
   * Learned from a text: the most frequent pair is joined, again and again.
   * @param size tokens at most, 256 or more; fewer where no pair is there twice
   */
  static learn(text: string, size: number): BytePairs {
    return new BytePairs(learnMerges(text, Math.max(0, size - BYTES)));
  }

  get size(): number {
    return this.bytes.length;
  }

  /** A half of a surrogate pair becomes U+FFFD, as UTF-8 has it. */
  encode(text: string): Int32Array {
    const tokens: number[] = [];
    for (const piece of piecesOf(text)) for (const token of this.tokensOf(piece)) tokens.push(token);
    return Int32Array.from(tokens);
  }

  /** Bytes that are no UTF-8 (tokens can be cut anywhere) become U+FFFD. */
  decode(tokens: ArrayLike<number>): string {
    let length = 0;
    for (let i = 0; i < tokens.length; i++) {
      checkToken(tokens[i], this.size);
      length += this.bytes[tokens[i]].length;
    }
    const bytes = new Uint8Array(length);
    let place = 0;
    for (let i = 0; i < tokens.length; i++) {
      bytes.set(this.bytes[tokens[i]], place);
      place += this.bytes[tokens[i]].length;
    }
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  }

  show(token: number): string {
    return this.decode([token]);
  }

  save(): SavedTokeniser {
    return { kind: 'byte-pairs', merges: this.merges };
  }

  private tokensOf(piece: string): readonly number[] {
    const known = this.kept.get(piece);
    if (known !== undefined) return known;
    const tokens = [...encoder.encode(piece)];
    for (;;) {
      let first = Infinity;
      for (let i = 0; i + 1 < tokens.length; i++) {
        first = Math.min(first, this.joined.get(pairKey(tokens[i], tokens[i + 1])) ?? Infinity);
      }
      if (first === Infinity) break;
      joinPair(tokens, this.merges[first - BYTES], first);
    }
    if (this.kept.size < MOST_KEPT) this.kept.set(piece, tokens);
    return tokens;
  }
}

/** Writes `token` in the place of each such pair, from left to right. */
function joinPair(tokens: number[], [left, right]: readonly [number, number], token: number): void {
  let length = 0;
  for (let i = 0; i < tokens.length; length++) {
    const isPair = tokens[i] === left && tokens[i + 1] === right;
    tokens[length] = isPair ? token : tokens[i];
    i += isPair ? 2 : 1;
  }
  tokens.length = length;
}
