/** Pairs as tokens, and the few shapes that they are computed in. */
import type { Pair } from '@agon/data';
import { wordsIn, type Vocabulary } from './vocabulary.js';

/** The vocabularies of both sides. */
export interface Vocabularies {
  readonly source: Vocabulary;
  readonly target: Vocabulary;
}

/** A pair as tokens. */
export interface TokenPair {
  readonly source: Int32Array;
  /** Without what stands around it. */
  readonly target: Int32Array;
}

/** Lengths of one compiled program. */
export interface Lengths {
  readonly source: number;
  /** With what stands behind the answer. */
  readonly target: number;
}

/** Pairs that are computed in one shape. */
export interface Bucket {
  readonly lengths: Lengths;
  /** Places in the list of all pairs. */
  readonly members: Int32Array;
}

/** @throws bad-option for a word that is not known */
export const encodePairs = (pairs: readonly Pair[], { source, target }: Vocabularies): TokenPair[] =>
  pairs.map((pair) => ({
    source: source.encode(wordsIn(pair.source)),
    target: target.encode(wordsIn(pair.target)),
  }));

/** The shortest source of a shape. */
const SHORTEST = 2;

/** What a pair needs. */
const needed = ({ source, target }: TokenPair): Lengths => ({
  source: Math.max(SHORTEST, source.length),
  target: target.length + 1,
});

/** Puts pairs of similar lengths together: equal steps of the longer of both, as many as are asked for; those of no pair are left out. */
export function bucketsOf(pairs: readonly TokenPair[], count: number): Bucket[] {
  const longer = pairs.map((pair) => Math.max(needed(pair).source, needed(pair).target));
  const longest = longer.reduce((most, length) => Math.max(most, length), 1);
  const groups = Array.from({ length: count }, () => [] as number[]);
  longer.forEach((length, i) => groups[Math.ceil((length * count) / longest) - 1].push(i));
  return groups
    .filter((group) => group.length > 0)
    .map((group) => {
      const all = group.map((i) => needed(pairs[i]));
      return {
        lengths: {
          source: all.reduce((most, { source }) => Math.max(most, source), 0),
          target: all.reduce((most, { target }) => Math.max(most, target), 0),
        },
        members: Int32Array.from(group),
      };
    });
}

/** Writes a sequence into a row; padding follows. @param first what stands before it */
export function writeRow(
  row: { set(values: ArrayLike<number>, at?: number): void; fill(value: number): unknown },
  tokens: Int32Array,
  first?: number,
): void {
  row.fill(0);
  if (first === undefined) return row.set(tokens);
  row.set([first]);
  row.set(tokens, 1);
}
