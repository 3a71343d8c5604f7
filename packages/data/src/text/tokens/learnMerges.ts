/** Which pairs byte-pair encoding joins, learned from a text (Sennrich, Haddow & Birch 2016, algorithm 1). */
import { pairKey, pairOfKey } from './pairKey.js';
import { piecesOf } from './pieces.js';

/** Tokens that are bytes. */
export const BYTES = 256;

/** A piece of the text, as tokens, and how often it is there. */
interface Piece {
  tokens: number[];
  readonly count: number;
}

/** How often each pair is there, and in which pieces it may be. */
class PairCounts {
  private readonly counts = new Map<number, number>();
  private readonly places = new Map<number, Set<number>>();

  add(key: number, count: number, piece: number): void {
    this.counts.set(key, (this.counts.get(key) ?? 0) + count);
    const places = this.places.get(key);
    if (places) places.add(piece);
    else this.places.set(key, new Set([piece]));
  }

  remove(key: number, count: number): void {
    const left = this.counts.get(key)! - count;
    if (left > 0) {
      this.counts.set(key, left);
    } else {
      this.counts.delete(key);
      this.places.delete(key);
    }
  }

  /** The most frequent pair; of equal ones that of the lowest tokens. Undefined where none is there twice. */
  most(): number | undefined {
    let best: number | undefined;
    let most = 1;
    for (const [key, count] of this.counts) {
      if (count > most || (count === most && best !== undefined && key < best)) {
        best = key;
        most = count;
      }
    }
    return best;
  }

  piecesOf(key: number): number[] {
    return [...(this.places.get(key) ?? [])];
  }
}

/** @returns the pair that each token from 256 on joins, `most` at most */
export function learnMerges(text: string, most: number): [number, number][] {
  const encoder = new TextEncoder();
  const frequency = new Map<string, number>();
  for (const piece of piecesOf(text)) frequency.set(piece, (frequency.get(piece) ?? 0) + 1);
  const pieces = Array.from(frequency, ([piece, count]): Piece => ({
    tokens: [...encoder.encode(piece)],
    count,
  }));
  const pairs = new PairCounts();
  pieces.forEach(({ tokens, count }, index) => {
    for (let i = 0; i + 1 < tokens.length; i++) pairs.add(pairKey(tokens[i], tokens[i + 1]), count, index);
  });
  const merges: [number, number][] = [];
  while (merges.length < most) {
    const key = pairs.most();
    if (key === undefined) break;
    const pair = pairOfKey(key);
    for (const index of pairs.piecesOf(key)) join(pieces[index], index, pair, BYTES + merges.length, pairs);
    merges.push(pair);
  }
  return merges;
}

/** Joins a pair in one piece and counts the pairs anew that this changes. */
function join(
  piece: Piece,
  index: number,
  [left, right]: [number, number],
  token: number,
  pairs: PairCounts,
): void {
  const { tokens, count } = piece;
  if (!tokens.some((each, i) => each === left && tokens[i + 1] === right)) return;
  for (let i = 0; i + 1 < tokens.length; i++) pairs.remove(pairKey(tokens[i], tokens[i + 1]), count);
  const joined: number[] = [];
  for (let i = 0; i < tokens.length;) {
    const isPair = tokens[i] === left && tokens[i + 1] === right;
    joined.push(isPair ? token : tokens[i]);
    i += isPair ? 2 : 1;
  }
  piece.tokens = joined;
  for (let i = 0; i + 1 < joined.length; i++) pairs.add(pairKey(joined[i], joined[i + 1]), count, index);
}
