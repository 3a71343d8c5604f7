/** How Othello looks: a green board with cells of size 1, letters and numbers around it. */
import type { Colour, Drawing, Mark } from '../drawing.js';
import { LETTERS, type OthelloState } from './othello.js';

const FRAME: Colour = 0x14532d;
const BOARD: Colour = 0x1f7a43;
const LINE: Colour = 0x0f3d22;
const LABEL: Colour = 0xcfe8d6;
/** Of the stones, in the order of the players. */
export const OTHELLO_COLOURS: readonly Colour[] = [0x15181c, 0xf4f4ef];
const LAST: Colour = 0xe4572e;
const MARGIN = 0.6;

/** The position; every cell is the target of its action, and below the board stands a pass where it is legal. */
export function drawOthello(state: OthelloState): Drawing {
  const { size, pass } = state.game;
  const side = size + 2 * MARGIN;
  const marks: Mark[] = [{ kind: 'rect', x: MARGIN, y: MARGIN, width: size, height: size, fill: BOARD }];
  for (let i = 0; i <= size; i++) {
    const at = MARGIN + i;
    marks.push({
      kind: 'line',
      x1: at,
      y1: MARGIN,
      x2: at,
      y2: side - MARGIN,
      stroke: LINE,
      strokeWidth: 0.04,
    });
    marks.push({
      kind: 'line',
      x1: MARGIN,
      y1: at,
      x2: side - MARGIN,
      y2: at,
      stroke: LINE,
      strokeWidth: 0.04,
    });
  }
  for (let i = 0; i < size; i++) {
    const at = MARGIN + i + 0.5;
    marks.push({ kind: 'text', x: at, y: MARGIN / 2, text: LETTERS[i], size: 0.36, fill: LABEL });
    marks.push({ kind: 'text', x: MARGIN / 2, y: at, text: String(i + 1), size: 0.36, fill: LABEL });
  }
  const targets = [];
  const last = state.history.at(-1);
  for (let cell = 0; cell < size * size; cell++) {
    const x = MARGIN + (cell % size) + 0.5;
    const y = MARGIN + Math.floor(cell / size) + 0.5;
    const stone = state.at(cell);
    if (OTHELLO_COLOURS[stone] !== undefined) {
      marks.push({ kind: 'circle', x: x + 0.03, y: y + 0.05, radius: 0.4, fill: 0x000000, alpha: 0.3 });
      marks.push({ kind: 'circle', x, y, radius: 0.4, fill: OTHELLO_COLOURS[stone] });
    } else if (state.isLegal(cell)) {
      marks.push({ kind: 'circle', x, y, radius: 0.1, fill: OTHELLO_COLOURS[state.turn], alpha: 0.45 });
    }
    if (cell === last) marks.push({ kind: 'circle', x, y, radius: 0.11, fill: LAST });
    targets.push({ action: cell, x, y, radius: 0.5 });
  }
  if (state.isLegal(pass)) {
    marks.push({ kind: 'text', x: side / 2, y: side - MARGIN / 2, text: 'pass', size: 0.42, fill: LABEL });
    targets.push({ action: pass, x: side / 2, y: side - MARGIN / 2, radius: 0.5 });
  }
  return { width: side, height: side, background: FRAME, marks, text: state.toString(), targets };
}
