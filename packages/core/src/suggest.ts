/** Near names for typing errors. */
import { AgonError, type ErrorCode } from './errors.js';

/** Levenshtein distance: single-character insertions, deletions and substitutions. */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(substitution, previous[j] + 1, row[j - 1] + 1));
    }
    previous = row;
  }
  return previous[b.length];
}

/**
 * The name nearest to `wrong`, if it is near enough to be meant: at most a third of its letters differ (two in short
 * names), and not all of them. The first of equally near ones.
 */
export function nearest(wrong: string, names: readonly string[]): string | undefined {
  const limit = Math.max(2, Math.floor(wrong.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const name of names) {
    const distance = editDistance(wrong.toLowerCase(), name.toLowerCase());
    if (distance < Math.min(bestDistance, Math.max(wrong.length, name.length)))
      [best, bestDistance] = [name, distance];
  }
  return best;
}

/**
 * An error for a name that is not in a list: unknown environment "gobang"; did you mean "gomoku"? <hint>
 * @param what the kind of thing, as it reads in the sentence ("environment")
 * @param hint what to do next ("`agon envs` lists all 14.")
 */
export function unknownName(
  code: ErrorCode,
  what: string,
  wrong: string,
  names: readonly string[],
  hint: string,
): AgonError {
  const near = nearest(wrong, names);
  return new AgonError(
    code,
    `unknown ${what} "${wrong}"${near ? `; did you mean "${near}"?` : '.'} ${hint}`,
    {
      details: { wrong, near: near ?? null, names: [...names] },
    },
  );
}
