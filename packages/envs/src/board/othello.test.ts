import { describe, expect, it } from 'vitest';
import { playMoves } from '../game.js';
import { makeGame } from '../registry.js';
import { describeGame } from '../testing/describeGame.js';
import { perft } from './perft.js';

describeGame('othello', () => makeGame('othello'), { games: 8 });

const start = () => makeGame('othello').newInitialState();

describe('Othello', () => {
  it('has the known numbers of move sequences, a pass counting as a ply', () => {
    const counts = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((depth) => perft(start(), depth));
    expect(counts).toEqual([4, 12, 56, 244, 1_396, 8_200, 55_092, 390_216, 3_005_288]);
  });

  it('ends at once where one colour is wiped out', () => {
    // The shortest such game: nine moves, black takes everything.
    const state = start();
    playMoves(state, 'e6 f4 e3 f6 g5 d6 e7 f5 c5');
    expect(state.isTerminal).toBe(true);
    expect(state.toString()).not.toContain('o ');
    expect(state.returns()).toEqual([1, -1]);
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
