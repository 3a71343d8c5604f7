/** Colours and text grids that the drawings of the 10×10 games share. */
import type { Colour, Mark } from '../drawing.js';

export const BACKGROUND: Colour = 0x10141f;
export const GRID: Colour = 0x1a2030;
export const WHITE: Colour = 0xf2f5fa;
export const RED: Colour = 0xe4572e;
export const ORANGE: Colour = 0xf39c3d;
export const YELLOW: Colour = 0xf7d154;
export const GREEN: Colour = 0x6bbf59;
export const BLUE: Colour = 0x4f9de8;
export const VIOLET: Colour = 0xa178df;
export const GREY: Colour = 0x8090a8;

/** Faint lines between the cells of a `side` × `side` board with cells of size 1. */
export function gridLines(side: number): Mark[] {
  const marks: Mark[] = [];
  for (let i = 1; i < side; i++) {
    marks.push({ kind: 'line', x1: i, y1: 0, x2: i, y2: side, stroke: GRID, strokeWidth: 0.03 });
    marks.push({ kind: 'line', x1: 0, y1: i, x2: side, y2: i, stroke: GRID, strokeWidth: 0.03 });
  }
  return marks;
}

/** A square board as text: `.` everywhere until `set`. */
export class TextGrid {
  private readonly rows: string[][];

  constructor(side: number) {
    this.rows = Array.from({ length: side }, () => new Array<string>(side).fill('.'));
  }

  /** Puts a character into a cell; cells outside the board are ignored. */
  set(x: number, y: number, character: string): void {
    if (this.rows[y]?.[x] !== undefined) this.rows[y][x] = character;
  }

  toString(): string {
    return this.rows.map((row) => row.join('')).join('\n');
  }
}
