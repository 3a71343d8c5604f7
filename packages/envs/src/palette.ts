/** Colours and text grids that drawings share. */
import type { Colour, Mark } from './drawing.js';

/** The colours, 0xRRGGBB. */
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

/** A board as text, filled with one character until `set`. */
export class TextGrid {
  private readonly rows: string[][];

  constructor(columns: number, rows = columns, blank = '.') {
    this.rows = Array.from({ length: rows }, () => new Array<string>(columns).fill(blank));
  }

  /** Puts a character into a cell; cells outside the board are ignored. */
  set(x: number, y: number, character: string): void {
    if (this.rows[y]?.[x] !== undefined) this.rows[y][x] = character;
  }

  /** Puts a character into the cells between two places, ends included. */
  line(x1: number, y1: number, x2: number, y2: number, character: string): void {
    const steps = Math.max(1, Math.ceil(Math.max(Math.abs(x2 - x1), Math.abs(y2 - y1))));
    for (let i = 0; i <= steps; i++) {
      const part = i / steps;
      this.set(Math.round(x1 + (x2 - x1) * part), Math.round(y1 + (y2 - y1) * part), character);
    }
  }

  toString(): string {
    return this.rows.map((row) => row.join('')).join('\n');
  }
}
