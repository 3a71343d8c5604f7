/** How Connect Four looks: a blue board of holes of size 1. */
import type { Colour, Drawing, Mark } from '../drawing.js';
import { COLUMNS, ROWS, type ConnectFourState } from './connectFour.js';

const BOARD: Colour = 0x2458a6;
const HOLE: Colour = 0x16396d;
/** Of the stones, in the order of the players. */
export const CONNECT_FOUR_COLOURS: readonly Colour[] = [0xf4c430, 0xd63c32];
const RING: Colour = 0xffffff;

/** 7×6, a hole of size 1 each. Every cell is a target of its column; the cells where stones would land come first. */
export function drawConnectFour(state: ConnectFourState): Drawing {
  const marks: Mark[] = [];
  /** The lowest empty cell of each column comes before its others: what is said of a move is shown there. */
  const targets: NonNullable<Drawing['targets']> = [];
  const filled: typeof targets = [];
  const last = state.history.at(-1);
  let top = ROWS;
  for (let row = ROWS - 1; row >= 0; row--) {
    for (let column = 0; column < COLUMNS; column++) {
      const x = column + 0.5;
      const y = row + 0.5;
      const stone = state.at(row, column);
      marks.push({ kind: 'circle', x, y, radius: 0.4, fill: CONNECT_FOUR_COLOURS[stone] ?? HOLE });
      if (CONNECT_FOUR_COLOURS[stone] !== undefined) {
        marks.push({ kind: 'circle', x, y, radius: 0.28, stroke: 0x000000, strokeWidth: 0.04, alpha: 0.18 });
        if (column === last) top = row;
      }
      (stone < 0 ? targets : filled).push({ action: column, x, y, radius: 0.5 });
    }
  }
  if (last !== undefined) {
    marks.push({ kind: 'circle', x: last + 0.5, y: top + 0.5, radius: 0.12, fill: RING, alpha: 0.9 });
  }
  return {
    width: COLUMNS,
    height: ROWS,
    background: BOARD,
    marks,
    text: state.toString(),
    targets: [...targets, ...filled],
  };
}
