import { describe, expect, it } from 'vitest';
import { playMoves, type State } from '../game.js';
import { makeGame } from '../registry.js';
import { describeGame } from '../testing/describeGame.js';
import { countSequences, perft } from './perft.js';

describeGame('tic_tac_toe', () => makeGame('tic_tac_toe'), { games: 60 });

const start = () => makeGame('tic_tac_toe').newInitialState();

describe('tic-tac-toe', () => {
  it('has 5,478 positions, 765 up to symmetry, each with its own hash', () => {
    const { symmetries } = makeGame('tic_tac_toe');
    const positions = new Map<string, number>();
    const classes = new Set<string>();
    const visit = (state: State): void => {
      const text = state.toString();
      if (positions.has(text)) return;
      positions.set(text, state.hash());
      const cells = text.replaceAll('\n', '');
      const pictures = symmetries!.map((symmetry) => {
        const picture: string[] = [];
        symmetry.cells.forEach((to, from) => (picture[to] = cells[from]));
        return picture.join('');
      });
      classes.add(pictures.sort()[0]);
      for (const action of state.legalActions()) {
        state.applyAssumeLegal(action);
        visit(state);
        state.undo();
      }
    };
    visit(start());
    expect(positions.size).toBe(5478);
    expect(new Set(positions.values()).size).toBe(5478);
    expect(classes.size).toBe(765);
  });

  it('has 255,168 games, half of which fill the board', () => {
    expect(perft(start(), 9)).toBe(255_168);
    expect(countSequences(start(), 9)).toEqual({ full: 127_872, ended: 127_296 });
    // 9!/(9 − d)! while nobody can have won before
    expect([1, 2, 3, 4, 5].map((depth) => perft(start(), depth))).toEqual([9, 72, 504, 3024, 15120]);
    expect(perft(start(), 0)).toBe(1);
  });

  it('reads moves in OpenSpiel’s form and as digits', () => {
    const state = start();
    playMoves(state, 'x(0,0) o(1,1),x(0,1) 8');
    expect(state.history).toEqual([0, 4, 1, 8]);
    playMoves(state, '2');
    expect(state.isTerminal).toBe(true);
    expect(state.returns()).toEqual([1, -1]);
    expect(state.toString()).toBe('xxx\n.o.\n..o');
  });

  it('refuses the other player’s move, occupied cells and moves after the end', () => {
    const state = start();
    expect(() => playMoves(state, 'o(0,0)')).toThrow(/"o\(0,0\)" is not a move/);
    playMoves(state, '04');
    expect(() => state.apply(4)).toThrow(
      /x\(1,1\) \(action 4\) is illegal: that place is not free. Legal are: x\(0,1\)/,
    );
    playMoves(state, '182');
    expect(() => state.apply(3)).toThrow(/the game is over/);
  });

  it('draws at a full board without a line', () => {
    const state = start();
    playMoves(state, '012435768');
    expect(state.isTerminal).toBe(true);
    expect(state.returns()).toEqual([0, 0]);
  });
});
