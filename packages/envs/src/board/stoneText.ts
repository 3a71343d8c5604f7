/** A board of stones as text, for terminals and screen readers. */

/** What stands on the board. */
interface Stones {
  size: number;
  /** A letter for each column, from the left. */
  letters: string;
  /** The player whose stone is on a cell (row-major from the top left); anything else on an empty one. */
  at(cell: number): number;
  /** The cell of the last move, if it was one. */
  last: number | undefined;
  /** Cells with a star point. */
  stars?: ReadonlySet<number>;
}

/** The stones of the players, in their order. */
const SIGNS = 'XO';

/** Rows from the top, two characters a cell, with coordinates on all sides and brackets around the last move. */
export function stoneText({ size, letters, at, last, stars }: Stones): string {
  const heads = `  ${[...letters.slice(0, size)].map((letter) => ` ${letter}`).join('')}`;
  const rows = Array.from({ length: size }, (_, row) => {
    let line = String(size - row).padStart(2);
    for (let cell = row * size; cell < (row + 1) * size; cell++) {
      const before = cell === last ? '(' : cell - 1 === last && cell > row * size ? ')' : ' ';
      line += before + (SIGNS[at(cell)] ?? (stars?.has(cell) ? '+' : '.'));
    }
    return `${line}${(row + 1) * size - 1 === last ? ')' : ' '}${size - row}`;
  });
  return [heads, ...rows, heads].join('\n');
}
