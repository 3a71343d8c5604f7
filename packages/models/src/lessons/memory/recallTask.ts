/**
 * A task of memory: one of a few cues stands somewhere among letters that mean nothing, and at the end a sign asks which it was. How far
 * the cue is behind the sign is the distance. B = rows, L = length.
 */
import type { Rng } from '@agon/core';

/** Cues, and letters that mean nothing. Tokens are cues, then letters, then the sign. */
export const CUES = 4;
const LETTERS = 4;
const SIGN = CUES + LETTERS;
export const VOCABULARY = SIGN + 1;

/** Tokens of a row in which the cue can be so far behind the sign. */
export const lengthFor = (distance: number): number => distance + 1;

/**
 * Writes rows.
 * @param distances [B] of each row, 1 to L − 1
 * @param tokens [B, L]
 * @param answers [B] the cues
 */
export function writeRows(
  distances: ArrayLike<number>,
  tokens: Int32Array,
  answers: Int32Array,
  rng: Rng,
): void {
  const length = tokens.length / distances.length;
  for (let i = 0; i < tokens.length; i++) tokens[i] = CUES + rng.int(LETTERS);
  for (let row = 0; row < distances.length; row++) {
    const last = (row + 1) * length - 1;
    answers[row] = rng.int(CUES);
    tokens[last] = SIGN;
    tokens[last - distances[row]] = answers[row];
  }
}
