import { describe, expect, it } from 'vitest';
import { playMoves } from '../game.js';
import { makeGame } from '../registry.js';
import { describeGame } from '../testing/describeGame.js';
import { perft } from './perft.js';

describeGame('gomoku', () => makeGame('gomoku'), { games: 2, plies: 80 });
describeGame('gomoku 5×5, four in a row', () => makeGame('gomoku:size=5,connect=4'), { games: 10 });

const start = (spec = 'gomoku') => makeGame(spec).newInitialState();

describe('Gomoku', () => {
  it.each([
    ['a row', 'a1 a2 b1 b2 c1 c2 d1 d2 e1'],
    ['a column', 'h4 a1 h5 a2 h6 a3 h7 a4 h8'],
    ['a rising diagonal', 'e5 a1 f6 a2 g7 a3 i9 a4 h8'],
    ['a falling diagonal', 'o1 a1 n2 a2 m3 a3 l4 a4 k5'],
    ['a line of six', 'a15 a1 b15 a2 c15 a3 e15 c5 f15 e5 d15'],
  ])('is won by five in %s', (_, moves) => {
    const state = start();
    playMoves(state, moves);
    expect(state.isTerminal).toBe(true);
    expect(state.returns()).toEqual([1, -1]);
    state.undo();
    expect(state.isTerminal).toBe(false);
  });

  it('does not join lines over the edge of the board', () => {
    const state = start('gomoku:size=5,connect=3');
    playMoves(state, 'd5 a1 e5 b1 a4');
    expect(state.isTerminal).toBe(false);
  });

  it('with three in a row on 3×3 is tic-tac-toe', () => {
    expect(perft(start('gomoku:size=3,connect=3'), 9)).toBe(255_168);
  });

  it('refuses a line longer than the board, and cells outside it', () => {
    expect(() => makeGame('gomoku:size=4')).toThrow(/"connect" must be at most "size" = 4, got 5/);
    expect(() => playMoves(start(), 'p1')).toThrow(/a cell from a1 \(bottom left\) to o15/);
    expect(() => playMoves(start(), 'a16')).toThrow(expect.objectContaining({ code: 'illegal-action' }));
  });
});
