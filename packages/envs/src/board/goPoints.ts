/** Points of a Go board of one size: numbering with a border, neighbours, hash keys, texts. Shared by all boards of the size. */
import { RandomStream } from '@agon/core';

/** A place in a board's arrays: (row + 1) * stride + column + 1, row 0 at the top. The border's points surround the board. */
export type Point = number;

/** Column letters; there is no I. */
export const COLUMN_LETTERS = 'ABCDEFGHJKLMNOPQRST';
export const MAX_SIZE = COLUMN_LETTERS.length;

/** The points of boards of one size. A point is a number, a cell is a place on the board (row-major from the top left). */
export class GoPoints {
  readonly size: number;
  /** From a point to the one below it. Rows share their border column. */
  readonly stride: number;
  /** The length of arrays indexed by points. */
  readonly numPoints: number;
  /** [size²] The point of each cell, cells row-major from the top left. */
  readonly ofCell: Int32Array;
  /** [numPoints] The cell of each point; -1 on the border. */
  readonly cellOf: Int32Array;
  /** [2, numPoints] Zobrist keys of a stone of each colour at each point: two words of 32 bits. */
  readonly keysLow: Int32Array;
  readonly keysHigh: Int32Array;

  constructor(size: number) {
    this.size = size;
    this.stride = size + 1;
    this.numPoints = (size + 2) * this.stride + 1;
    this.ofCell = new Int32Array(size * size);
    this.cellOf = new Int32Array(this.numPoints).fill(-1);
    for (let cell = 0; cell < this.ofCell.length; cell++) {
      const point = (Math.floor(cell / size) + 1) * this.stride + (cell % size) + 1;
      this.ofCell[cell] = point;
      this.cellOf[point] = cell;
    }
    const rng = new RandomStream(`Zobrist keys of ${size}×${size} Go`);
    const key = (): number => rng.int(2 ** 32);
    this.keysLow = Int32Array.from({ length: 2 * this.numPoints }, key);
    this.keysHigh = Int32Array.from({ length: 2 * this.numPoints }, key);
  }

  /** "D4" of a cell: column letter, row from the bottom. */
  textOfCell(cell: number): string {
    return `${COLUMN_LETTERS[cell % this.size]}${this.size - Math.floor(cell / this.size)}`;
  }

  /** The cell that "D4" or "d4" names; undefined where there is none on this board. */
  cellOfText(text: string): number | undefined {
    const match = /^([a-hj-t])([1-9]\d?)$/i.exec(text);
    if (!match) return undefined;
    const column = COLUMN_LETTERS.indexOf(match[1].toUpperCase());
    const row = this.size - Number(match[2]);
    return column < this.size && row >= 0 ? row * this.size + column : undefined;
  }
}

const bySize = new Map<number, GoPoints>();

/** The points of a size; made once. */
export function goPoints(size: number): GoPoints {
  let points = bySize.get(size);
  if (!points) bySize.set(size, (points = new GoPoints(size)));
  return points;
}
