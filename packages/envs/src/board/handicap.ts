/** The usual places of handicap stones (GTP 2 specification, section 4.1.1). */

/** The most handicap stones that a board has usual places for. */
export function maxHandicap(size: number): number {
  if (size < 7) return 0;
  return size % 2 === 0 || size === 7 ? 4 : 9;
}

/** The cells of `stones` handicap stones, 0 or 2..maxHandicap(size). */
export function handicapCells(size: number, stones: number): number[] {
  const edge = size < 13 ? 2 : 3;
  const middle = (size - 1) / 2;
  const far = size - 1 - edge;
  const at = (row: number, column: number): number => row * size + column;
  const corners = [at(far, edge), at(edge, far), at(edge, edge), at(far, far)];
  const sides = [at(middle, edge), at(middle, far), at(far, middle), at(edge, middle)];
  if (stones <= 4) return corners.slice(0, stones);
  const rest = stones >= 8 ? sides : stones >= 6 ? sides.slice(0, 2) : [];
  return [...corners, ...rest, ...(stones % 2 === 1 ? [at(middle, middle)] : [])];
}
