import { RandomStream } from '@agon/core';
import { describe, expect, it } from 'vitest';
import { playMoves, type State } from '../game.js';
import { makeGame } from '../registry.js';
import { describeGame } from '../testing/describeGame.js';

describeGame('hex 5×5', () => makeGame('hex:size=5'), { games: 10 });
describeGame('hex', () => makeGame('hex'), { games: 2 });

/** Whether x joins top and bottom, by a plain flood over the board's text. */
function joined(state: State, size: number): boolean {
  const rows = state
    .toString()
    .split('\n')
    .map((row) => row.trim().split(' '));
  const reached = new Set(rows[0].flatMap((cell, column) => (cell === 'x' ? [column] : [])));
  for (const cell of reached) {
    const [row, column] = [Math.floor(cell / size), cell % size];
    for (const [down, right] of [
      [-1, 0],
      [-1, 1],
      [0, -1],
      [0, 1],
      [1, -1],
      [1, 0],
    ]) {
      const next = column + right;
      if (next >= 0 && next < size && rows[row + down]?.[next] === 'x')
        reached.add((row + down) * size + next);
    }
  }
  return [...reached].some((cell) => cell >= size * (size - 1));
}

describe('Hex', () => {
  it('is never drawn, and won exactly when a flood from side to side says so', () => {
    for (let game = 0; game < 100; game++) {
      const size = 2 + (game % 7);
      const state = makeGame(`hex:size=${size}`).newInitialState();
      const rng = new RandomStream(`hex ${game}`);
      while (!state.isTerminal) {
        expect(joined(state, size)).toBe(false);
        const legal = state.legalActions();
        state.apply(legal[rng.int(legal.length)]);
      }
      expect(state.returns()).toEqual(joined(state, size) ? [1, -1] : [-1, 1]);
    }
  });

  it('is won by the first player on small boards', () => {
    const wins = (state: State): boolean =>
      state.legalActions().some((action) => {
        state.applyAssumeLegal(action);
        const won = state.isTerminal || !wins(state);
        state.undo();
        return won;
      });
    for (const size of [2, 3]) expect(wins(makeGame(`hex:size=${size}`).newInitialState())).toBe(true);
  });

  it('reads cells from a1 at the top left', () => {
    const state = makeGame('hex:size=3').newInitialState();
    playMoves(state, 'a1 c3 B2');
    expect(state.toString()).toBe('x . .\n . x .\n  . . o');
    expect(() => playMoves(state, 'd1')).toThrow(/a cell from a1 \(top left\) to c3/);
  });
});
