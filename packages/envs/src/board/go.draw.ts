/** How Go looks: a wooden board with lines at distance 1, coordinates, last-move mark, and territory at the end. */
import type { Colour, Drawing, Mark } from '../drawing.js';
import type { GoState } from './go.js';
import { areaInto } from './goArea.js';
import { BLACK, EMPTY } from './goBoard.js';
import { COLUMN_LETTERS } from './goPoints.js';
import { resultText } from './resultText.js';
import { stoneText } from './stoneText.js';

const WOOD: Colour = 0xdcb35c;
const LINE: Colour = 0x5b4420;
const LABEL: Colour = 0x6d5426;
/** Of the stones, in the order of the players. */
export const GO_COLOURS: readonly Colour[] = [0x16181c, 0xe6e4dc];
const MARGIN = 1;

/** Light on a stone: circles that grow brighter up and to the left; their alpha on black and on white stones. */
const SHINE: readonly (readonly [shift: number, radius: number, black: number, white: number])[] = [
  [0.03, 0.4, 0.03, 0.3],
  [0.06, 0.32, 0.03, 0.35],
  [0.09, 0.24, 0.04, 0.4],
  [0.12, 0.16, 0.05, 0.5],
  [0.14, 0.08, 0.08, 0.7],
];

/** Rows and columns of the star points. */
function starLines(size: number): number[] {
  if (size < 7) return size % 2 === 1 && size > 4 ? [(size - 1) / 2] : [];
  const edge = size < 13 ? 2 : 3;
  const lines = [edge, size - 1 - edge];
  if (size % 2 === 1 && size >= 13) lines.push((size - 1) / 2);
  return lines;
}

/** The cells of the star points. */
function starCells(size: number): Set<number> {
  const lines = starLines(size);
  const cells = lines.flatMap((row) => lines.map((column) => row * size + column));
  const middle = (size - 1) / 2;
  return new Set(size >= 7 && size % 2 === 1 ? [...cells, middle * size + middle] : cells);
}

/** The board as text, below whose turn it is or how the game ended. */
function textOf(state: GoState, last: number | undefined): string {
  const { size, options, playerNames } = state.game;
  const turn = `${playerNames[state.currentPlayer]} (${'XO'[state.currentPlayer]}) to play`;
  const moves = state.history.length;
  const facts = [`${moves} ${moves === 1 ? 'move' : 'moves'}`, `komi ${options.komi}`];
  const head = [...facts, state.finished ? resultText(state.score()) : turn].join(', ');
  const board = { size, letters: COLUMN_LETTERS, at: (cell: number) => state.at(cell), last };
  return `${head}\n${stoneText({ ...board, stars: starCells(size) })}`;
}

/** The position, points at distance 1; of a finished game also whose each empty point is. */
export function drawGo(state: GoState): Drawing {
  const { size, pass } = state.game;
  const last = MARGIN + size - 1;
  const side = last + MARGIN;
  const marks: Mark[] = [];
  for (let i = 0; i < size; i++) {
    const at = MARGIN + i;
    marks.push({ kind: 'line', x1: at, y1: MARGIN, x2: at, y2: last, stroke: LINE, strokeWidth: 0.035 });
    marks.push({ kind: 'line', x1: MARGIN, y1: at, x2: last, y2: at, stroke: LINE, strokeWidth: 0.035 });
    const label = { kind: 'text', size: Math.min(0.36, 0.045 * size), fill: LABEL } as const;
    marks.push({ ...label, x: at, y: MARGIN * 0.32, text: COLUMN_LETTERS[i] });
    marks.push({ ...label, x: MARGIN * 0.32, y: at, text: String(size - i) });
  }
  for (const cell of starCells(size)) {
    const [x, y] = [MARGIN + (cell % size), MARGIN + Math.floor(cell / size)];
    marks.push({ kind: 'circle', x, y, radius: 0.09, fill: LINE });
  }

  const owners = new Uint8Array(pass).fill(EMPTY);
  if (state.finished) areaInto(owners, state.board);
  const lastMove = state.history.at(-1);
  const targets = [];
  for (let cell = 0; cell < pass; cell++) {
    const x = MARGIN + (cell % size);
    const y = MARGIN + Math.floor(cell / size);
    const stone = state.at(cell);
    if (GO_COLOURS[stone] !== undefined) {
      marks.push({ kind: 'circle', x: x + 0.04, y: y + 0.06, radius: 0.47, fill: 0x000000, alpha: 0.28 });
      marks.push({ kind: 'circle', x, y, radius: 0.47, fill: GO_COLOURS[stone] });
      for (const [shift, radius, black, white] of SHINE) {
        const alpha = stone === BLACK ? black : white;
        marks.push({ kind: 'circle', x: x - shift, y: y - shift, radius, fill: 0xffffff, alpha });
      }
      if (cell === lastMove) {
        const stroke = GO_COLOURS[1 - stone];
        marks.push({ kind: 'circle', x, y, radius: 0.22, stroke, strokeWidth: 0.06 });
      }
    } else if (owners[cell] !== EMPTY) {
      marks.push({
        kind: 'rect',
        x: x - 0.16,
        y: y - 0.16,
        width: 0.32,
        height: 0.32,
        fill: GO_COLOURS[owners[cell]],
        alpha: 0.85,
      });
    }
    targets.push({ action: cell, x, y, radius: 0.5 });
  }
  const text = textOf(state, lastMove);
  return { width: side, height: side, background: WOOD, marks, text, targets };
}
