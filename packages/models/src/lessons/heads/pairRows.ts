/**
 * Rows of pairs, "a k c m a k f q c m": what follows a letter that begins a pair can be known where it was there before, and from no other
 * thing, since pairs are drawn anew for each row and stand in any order (the task of induction heads, Olsson et al. 2022).
 */
import { NOT_ASKED, type RowTask } from '../transformer/rowLearner.js';

export const LETTERS = [...'abcdefghij'];
/** Pairs of a row. */
const PAIRS = 4;

/** The second letter of a pair is asked wherever its first one was there before. */
export const pairRows: RowTask = {
  vocabulary: LETTERS.length,
  write(tokens, targets, rng) {
    const letters = LETTERS.map((_, letter) => letter);
    for (let i = 0; i < 2 * PAIRS; i++) {
      const other = i + rng.int(letters.length - i);
      [letters[i], letters[other]] = [letters[other], letters[i]];
    }
    const known = new Set<number>();
    targets.fill(NOT_ASKED);
    for (let i = 0; i < tokens.length; i += 2) {
      const pair = rng.int(PAIRS);
      tokens[i] = letters[2 * pair];
      if (i + 1 < tokens.length) tokens[i + 1] = letters[2 * pair + 1];
      if (known.has(pair)) targets[i] = letters[2 * pair + 1];
      known.add(pair);
    }
  },
};
