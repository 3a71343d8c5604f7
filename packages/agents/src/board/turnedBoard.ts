/** A board as one of its symmetries shows it. */
import type { BoardSymmetry } from '@agon/envs';

/** Writes `board`, [cells, planes], turned or mirrored, to `out`, of the same shape and apart from it. Allocates nothing. */
export function turnBoardInto(out: Float32Array, board: Float32Array, { cells }: BoardSymmetry): void {
  const planes = board.length / cells.length;
  for (let cell = 0; cell < cells.length; cell++) {
    const from = cell * planes;
    const to = cells[cell] * planes;
    for (let plane = 0; plane < planes; plane++) out[to + plane] = board[from + plane];
  }
}
