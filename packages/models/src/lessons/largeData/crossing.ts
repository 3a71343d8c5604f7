/** Where one falling curve passes below another. */

/**
 * The number of examples from which on `lower` stays below `upper`, between two of the numbers on a logarithmic scale; undefined where it
 * is not below at the end, the first number where it always is.
 * @param sizes numbers of examples, rising
 */
export function crossing(
  sizes: readonly number[],
  lower: readonly number[],
  upper: readonly number[],
): number | undefined {
  let first = sizes.length;
  while (first > 0 && lower[first - 1] < upper[first - 1]) first--;
  if (first === sizes.length) return undefined;
  if (first === 0) return sizes[0];
  const [before, after] = [lower[first - 1] - upper[first - 1], upper[first] - lower[first]];
  const part = before / (before + after);
  return Math.exp((1 - part) * Math.log(sizes[first - 1]) + part * Math.log(sizes[first]));
}
