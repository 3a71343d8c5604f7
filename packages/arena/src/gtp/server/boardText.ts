/** Boards as text for people. */
import { BLACK, WHITE, type GoState } from '@agon/envs';

/** The board with coordinates on all sides, the turn below. No empty lines. */
export function boardText(state: GoState): string {
  const { size, points } = state.game;
  const letters = Array.from({ length: size }, (_, column) => points.textOfCell(column)[0]);
  const head = `   ${letters.join(' ')}`;
  const rows = Array.from({ length: size }, (_, row) => {
    const cells = Array.from({ length: size }, (_, column) => {
      const owner = state.at(row * size + column);
      return owner === BLACK ? 'X' : owner === WHITE ? 'O' : '.';
    });
    const number = size - row;
    return `${String(number).padStart(2)} ${cells.join(' ')} ${number}`;
  });
  const turn = state.isTerminal ? 'the game is over' : `${state.turn === BLACK ? 'black' : 'white'} to move`;
  return ['', head, ...rows, head, `X black, O white, komi ${state.game.options.komi}; ${turn}`].join('\n');
}

/** The chains of stones on the board, one line of vertices each. */
export function chainLines(state: GoState): string[] {
  const { size, points } = state.game;
  const seen = new Set<number>();
  const lines: string[] = [];
  for (let start = 0; start < size * size; start++) {
    const colour = state.at(start);
    if (seen.has(start) || (colour !== BLACK && colour !== WHITE)) continue;
    const chain = [start];
    seen.add(start);
    for (const cell of chain) {
      const column = cell % size;
      const around = [
        cell - size,
        cell + size,
        column > 0 ? cell - 1 : -1,
        column < size - 1 ? cell + 1 : -1,
      ];
      for (const next of around) {
        if (next < 0 || next >= size * size || seen.has(next) || state.at(next) !== colour) continue;
        seen.add(next);
        chain.push(next);
      }
    }
    lines.push(chain.map((cell) => points.textOfCell(cell)).join(' '));
  }
  return lines;
}
