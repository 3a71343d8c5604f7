/** How Hex looks: a rhombus of cells with the sides in their players' colours. */
import type { Colour, Drawing, Mark } from '../drawing.js';
import { HEX_LETTERS, type HexState } from './hex.js';

const BACKGROUND: Colour = 0xf3efe6;
const CELL: Colour = 0xe0d8c6;
const LABEL: Colour = 0x6b6455;
/** Of the stones, in the order of the players. */
export const HEX_COLOURS: readonly Colour[] = [0xc8442f, 0x2f6fb3];
const LAST: Colour = 0xffffff;
/** Distance of rows whose cells have distance 1 within a row. */
const ROW_HEIGHT = Math.sqrt(3) / 2;
const MARGIN = 1.2;

/** The position; every cell is the target of its action. */
export function drawHex(state: HexState): Drawing {
  const { size } = state.game;
  const width = 2 * MARGIN + (size - 1) * 1.5;
  const height = 2 * MARGIN + (size - 1) * ROW_HEIGHT;
  const xOf = (row: number, column: number): number => MARGIN + column + row / 2;
  const yOf = (row: number): number => MARGIN + row * ROW_HEIGHT;
  const side = { kind: 'line', strokeWidth: 0.16 } as const;
  const [first, last] = [-0.62, size - 1 + 0.62];
  const marks: Mark[] = [
    {
      ...side,
      x1: xOf(first, 0),
      y1: yOf(first),
      x2: xOf(first, size - 1),
      y2: yOf(first),
      stroke: HEX_COLOURS[0],
    },
    {
      ...side,
      x1: xOf(last, 0),
      y1: yOf(last),
      x2: xOf(last, size - 1),
      y2: yOf(last),
      stroke: HEX_COLOURS[0],
    },
    {
      ...side,
      x1: xOf(0, first),
      y1: yOf(0),
      x2: xOf(size - 1, first),
      y2: yOf(size - 1),
      stroke: HEX_COLOURS[1],
    },
    {
      ...side,
      x1: xOf(0, last),
      y1: yOf(0),
      x2: xOf(size - 1, last),
      y2: yOf(size - 1),
      stroke: HEX_COLOURS[1],
    },
  ];
  for (let i = 0; i < size; i++) {
    marks.push({
      kind: 'text',
      x: xOf(-1.1, i),
      y: yOf(-1.1),
      text: HEX_LETTERS[i],
      size: 0.36,
      fill: LABEL,
    });
    marks.push({ kind: 'text', x: xOf(i, -1), y: yOf(i), text: String(i + 1), size: 0.36, fill: LABEL });
  }
  const targets = [];
  const lastMove = state.history.at(-1);
  for (let cell = 0; cell < size * size; cell++) {
    const row = Math.floor(cell / size);
    const x = xOf(row, cell % size);
    const y = yOf(row);
    marks.push({ kind: 'circle', x, y, radius: 0.47, fill: HEX_COLOURS[state.at(cell)] ?? CELL });
    if (cell === lastMove) marks.push({ kind: 'circle', x, y, radius: 0.13, fill: LAST });
    targets.push({ action: cell, x, y, radius: 0.5 });
  }
  return { width, height, background: BACKGROUND, marks, text: state.toString(), targets };
}
