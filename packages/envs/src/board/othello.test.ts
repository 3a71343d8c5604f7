import { describe, expect, it } from 'vitest';
import { playMoves, type State } from '../game.js';
import { makeGame } from '../registry.js';
import { describeGame } from '../testing/describeGame.js';
import { perft } from './perft.js';

describeGame('othello', () => makeGame('othello'), { games: 5 });
describeGame('othello 6×6', () => makeGame('othello:size=6'), { games: 5 });

const start = () => makeGame('othello').newInitialState();

describe('Othello', () => {
  it('has the known numbers of move sequences, a pass counting as a ply', () => {
    const counts = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((depth) => perft(start(), depth));
    expect(counts).toEqual([4, 12, 56, 244, 1_396, 8_200, 55_092, 390_216, 3_005_288]);
    expect(perft(makeGame('othello:size=6').newInitialState(), 3)).toBe(56);
  });

  it('ends at once where one colour is wiped out', () => {
    // The shortest such game: nine moves, black takes everything.
    const state = start();
    playMoves(state, 'e6 f4 e3 f6 g5 d6 e7 f5 c5');
    expect(state.isTerminal).toBe(true);
    expect(state.toString()).not.toContain('o ');
    expect(state.returns()).toEqual([1, -1]);
  });

  it('on 4×4 is won by white by best play, eight stones', () => {
    // Solved long ago: 3 to 11 for the first player, with the empty cells left over.
    const solve = (state: State, alpha: number, beta: number): number => {
      if (state.isTerminal) {
        const text = state.toString();
        return [...text.slice(text.indexOf('\n'))].reduce(
          (sum, one) => sum + (one === 'x' ? 1 : one === 'o' ? -1 : 0),
          0,
        );
      }
      const sign = state.currentPlayer === 0 ? 1 : -1;
      for (const action of state.legalActions()) {
        state.applyAssumeLegal(action);
        const value = solve(state, alpha, beta);
        state.undo();
        if (sign > 0) alpha = Math.max(alpha, value);
        else beta = Math.min(beta, value);
        if (alpha >= beta) break;
      }
      return sign > 0 ? alpha : beta;
    };
    expect(solve(makeGame('othello:size=4').newInitialState(), -16, 16)).toBe(-8);
  });

  it('says why a move is refused', () => {
    const state = start();
    expect(() => playMoves(state, 'a1')).toThrow(
      /a1 \(action 0\) is illegal: it turns no stone. Legal are: d3 c4 f5 e6/,
    );
    expect(() => playMoves(state, 'd4')).toThrow(/not free/);
    expect(() => playMoves(state, 'pass')).toThrow(/there is a move to make/);
    expect(() => playMoves(state, 'i9')).toThrow(/like d3 \(a1 is top left\) or pass/);
  });
});
