/** Rows of a log in pieces, as `Segment` has them: no array of all of them is needed, which may be too large for one. */
import { CHUNK_BYTES } from './chunks.js';
import type { Segment } from '../trainer.js';

/** How many rows each piece of a segment of so many rows has: as many as go into a chunk, the last one the rest. */
export function pieceLengths(numRows: number, rowBytes: number): number[] {
  const most = Math.max(1, Math.floor(CHUNK_BYTES / rowBytes));
  return Array.from({ length: Math.ceil(numRows / most) }, (_, i) => Math.min(most, numRows - i * most));
}

/** All rows of a small segment in one array. */
export function joinedRows({ pieces }: Pick<Segment, 'pieces'>): Uint8Array {
  const all = [...pieces];
  const bytes = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of all) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
