/** Symmetries of rectangular boards as permutations of cells and actions. */
import type { BoardSymmetry } from '../game.js';

/** Where the cell (row, column) goes. */
type CellMap = (row: number, column: number) => readonly [row: number, column: number];

/**
 * Symmetries of a `height` × `width` board of cells given as maps; actions = cells, then `numOther` actions (a pass) that stay.
 */
export function cellSymmetries(
  height: number,
  width: number,
  numOther: number,
  maps: readonly CellMap[],
): BoardSymmetry[] {
  return maps.map((map) => {
    const cells = new Int32Array(height * width);
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        const [newRow, newColumn] = map(row, column);
        cells[row * width + column] = newRow * width + newColumn;
      }
    }
    const actions = new Int32Array(cells.length + numOther);
    actions.set(cells);
    for (let action = cells.length; action < actions.length; action++) actions[action] = action;
    return { actions, cells };
  });
}

/** The eight symmetries of a square board, the identity first. */
export function squareSymmetries(size: number, numOther: number): BoardSymmetry[] {
  const last = size - 1;
  return cellSymmetries(size, size, numOther, [
    (row, column) => [row, column],
    (row, column) => [column, last - row],
    (row, column) => [last - row, last - column],
    (row, column) => [last - column, row],
    (row, column) => [row, last - column],
    (row, column) => [column, row],
    (row, column) => [last - row, column],
    (row, column) => [last - column, last - row],
  ]);
}
