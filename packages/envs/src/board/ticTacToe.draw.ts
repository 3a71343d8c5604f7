/** How tic-tac-toe looks: cells of size 1. */
import type { Colour, Drawing, Mark } from '../drawing.js';
import { TIC_TAC_TOE_LINES, type TicTacToeState } from './ticTacToe.js';

const SIZE = 3;
const BACKGROUND: Colour = 0xf7f3ea;
const LINE: Colour = 0x8c8577;
const X_COLOUR: Colour = 0x2b6cb0;
const O_COLOUR: Colour = 0xc0472b;
const WIN: Colour = 0xf5d76e;

/** The position; a finished line is marked, and every cell is the target of its action. */
export function drawTicTacToe(state: TicTacToeState): Drawing {
  const marks: Mark[] = [];
  for (const line of TIC_TAC_TOE_LINES) {
    const cells = Array.from({ length: SIZE * SIZE }, (_, cell) => cell).filter((cell) => (line >> cell) & 1);
    if (!state.finished || state.winner < 0 || cells.some((cell) => state.at(cell) !== state.winner))
      continue;
    for (const cell of cells) {
      marks.push({
        kind: 'rect',
        x: cell % SIZE,
        y: Math.floor(cell / SIZE),
        width: 1,
        height: 1,
        fill: WIN,
        alpha: 0.55,
      });
    }
  }
  for (let i = 1; i < SIZE; i++) {
    marks.push({ kind: 'line', x1: i, y1: 0.08, x2: i, y2: SIZE - 0.08, stroke: LINE, strokeWidth: 0.04 });
    marks.push({ kind: 'line', x1: 0.08, y1: i, x2: SIZE - 0.08, y2: i, stroke: LINE, strokeWidth: 0.04 });
  }
  const targets = [];
  for (let cell = 0; cell < SIZE * SIZE; cell++) {
    const x = (cell % SIZE) + 0.5;
    const y = Math.floor(cell / SIZE) + 0.5;
    const arm = 0.27;
    if (state.at(cell) === 0) {
      const stroke = { stroke: X_COLOUR, strokeWidth: 0.12 };
      marks.push({ kind: 'line', x1: x - arm, y1: y - arm, x2: x + arm, y2: y + arm, ...stroke });
      marks.push({ kind: 'line', x1: x - arm, y1: y + arm, x2: x + arm, y2: y - arm, ...stroke });
    } else if (state.at(cell) === 1) {
      marks.push({ kind: 'circle', x, y, radius: 0.28, stroke: O_COLOUR, strokeWidth: 0.12 });
    }
    targets.push({ action: cell, x, y, radius: 0.5 });
  }
  return { width: SIZE, height: SIZE, background: BACKGROUND, marks, text: state.toString(), targets };
}
