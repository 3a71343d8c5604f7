/** 32-bit hashes of states: start with `HASH_START`, mix every word in, finish with `>>> 0`. */

/** The hash of nothing (FNV's offset basis). */
export const HASH_START = 0x811c9dc5 | 0;

/** Mixes one 32-bit integer into a hash; the result is a signed 32-bit integer. No allocation. */
export function mixHash(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x9e3779b1);
  return product ^ (product >>> 15);
}
