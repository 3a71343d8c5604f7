/** Area scoring: stones and the empty points that only one colour reaches (Tromp–Taylor). */
import { BLACK, BORDER, EMPTY, WHITE, type GoBoard } from './goBoard.js';

/** An owner that has not been found yet. */
const NOT_YET = 255;

/**
 * Writes each cell's owner into `out` (length size²): the colour of its stone, or the only colour that its empty region touches, else
 * EMPTY. Returns black's points less white's.
 */
export function areaInto(out: Uint8Array, board: GoBoard): number {
  const { colours, points } = board;
  const { ofCell, cellOf, stride } = points;
  out.fill(NOT_YET);
  const region: number[] = [];
  let balance = 0;
  for (let start = 0; start < out.length; start++) {
    if (out[start] !== NOT_YET) continue;
    const colour = colours[ofCell[start]];
    if (colour !== EMPTY) {
      out[start] = colour;
      balance += colour === BLACK ? 1 : -1;
      continue;
    }
    let touched = 0;
    region.length = 0;
    region.push(start);
    out[start] = EMPTY;
    for (let i = 0; i < region.length; i++) {
      const point = ofCell[region[i]];
      for (let side = 0; side < 4; side++) {
        const neighbour = point + (side === 0 ? -stride : side === 1 ? -1 : side === 2 ? 1 : stride);
        const there = colours[neighbour];
        if (there === BORDER) continue;
        if (there !== EMPTY) touched |= 1 << there;
        else if (out[cellOf[neighbour]] === NOT_YET) {
          out[cellOf[neighbour]] = EMPTY;
          region.push(cellOf[neighbour]);
        }
      }
    }
    const owner = touched === 1 ? BLACK : touched === 2 ? WHITE : EMPTY;
    if (owner === EMPTY) continue;
    for (const cell of region) out[cell] = owner;
    balance += owner === BLACK ? region.length : -region.length;
  }
  return balance;
}
