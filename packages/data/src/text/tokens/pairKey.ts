/** A pair of tokens as one number. */

/** Tokens are below it. */
const RADIX = 2 ** 26;

export const pairKey = (left: number, right: number): number => left * RADIX + right;

export const pairOfKey = (key: number): [left: number, right: number] => [
  Math.floor(key / RADIX),
  key % RADIX,
];
