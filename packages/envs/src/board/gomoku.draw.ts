/** How Gomoku looks: a light wooden board with lines at distance 1, coordinates and a last-move mark. */
import type { Colour, Drawing, Mark } from '../drawing.js';
import { GOMOKU_LETTERS, type GomokuState } from './gomoku.js';
import { stoneText } from './stoneText.js';

const WOOD: Colour = 0xe6c587;
const LINE: Colour = 0x6b5530;
const LABEL: Colour = 0x6b5530;
/** Of the stones, in the order of the players. */
export const GOMOKU_COLOURS: readonly Colour[] = [0x1b1d22, 0xf8f7f3];
const LAST: Colour = 0xd6452b;
const MARGIN = 1.1;

/** The position; every cell is the target of its action. */
export function drawGomoku(state: GomokuState): Drawing {
  const { size } = state.game;
  const end = MARGIN + size - 1;
  const side = end + MARGIN;
  const marks: Mark[] = [];
  for (let i = 0; i < size; i++) {
    const at = MARGIN + i;
    marks.push({ kind: 'line', x1: at, y1: MARGIN, x2: at, y2: end, stroke: LINE, strokeWidth: 0.03 });
    marks.push({ kind: 'line', x1: MARGIN, y1: at, x2: end, y2: at, stroke: LINE, strokeWidth: 0.03 });
    marks.push({
      kind: 'text',
      x: at,
      y: side - MARGIN * 0.35,
      text: GOMOKU_LETTERS[i],
      size: 0.36,
      fill: LABEL,
    });
    marks.push({ kind: 'text', x: MARGIN * 0.35, y: at, text: String(size - i), size: 0.36, fill: LABEL });
  }
  const targets = [];
  const last = state.history.at(-1);
  for (let cell = 0; cell < size * size; cell++) {
    const x = MARGIN + (cell % size);
    const y = MARGIN + Math.floor(cell / size);
    const stone = state.at(cell);
    if (GOMOKU_COLOURS[stone] !== undefined) {
      marks.push({ kind: 'circle', x: x + 0.03, y: y + 0.05, radius: 0.45, fill: 0x000000, alpha: 0.25 });
      marks.push({ kind: 'circle', x, y, radius: 0.45, fill: GOMOKU_COLOURS[stone] });
    }
    if (cell === last) marks.push({ kind: 'circle', x, y, radius: 0.12, fill: LAST });
    targets.push({ action: cell, x, y, radius: 0.5 });
  }
  const text = stoneText({ size, letters: GOMOKU_LETTERS, at: (cell) => state.at(cell), last });
  return { width: side, height: side, background: WOOD, marks, text, targets };
}
