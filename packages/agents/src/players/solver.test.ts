import { AgonError, RandomStream } from '@agon/core';
import { makeGame, playMoves, type State } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import { Solver } from './solver.js';
import { ScriptedGameAgent } from './scriptedGame.js';

const game = makeGame('tic_tac_toe');

function position(moves: number[]): State {
  const state = game.newInitialState();
  for (const action of moves) state.apply(action);
  return state;
}

/** The value for the player to move by plain minimax, without a table: the slow, obvious twin. */
function minimax(state: State): number {
  if (state.isTerminal) return state.returns()[0];
  const values = state.legalActions().map((action) => {
    const next = state.clone();
    next.apply(action);
    return minimax(next);
  });
  return state.currentPlayer === 0 ? Math.max(...values) : Math.min(...values);
}

describe('Solver', () => {
  it('agrees with plain minimax on every position three plies from the start, and leaves states as they were', () => {
    const solver = new Solver(10_000);
    for (let a = 0; a < 9; a++) {
      for (let b = 0; b < 9; b++) {
        for (let c = 0; c < 9; c++) {
          if (a === b || b === c || a === c) continue;
          const state = position([a, b, c]);
          const before = state.toString();
          // Player 1 (o) moves after three plies.
          expect(solver.solve(state).value).toBeCloseTo(-minimax(state), 12);
          expect(state.toString()).toBe(before);
        }
      }
    }
  });

  it('finds tic-tac-toe drawn, with every first move good', () => {
    const solver = new Solver(10_000);
    expect(solver.solve(position([])).value).toBeCloseTo(0, 12);
    expect(solver.bestActions(position([]))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('answers the centre with a corner only', () => {
    expect(new Solver(10_000).bestActions(position([4]))).toEqual([0, 2, 6, 8]);
  });

  it('takes the quickest win', () => {
    // x: 0 1, o: 3 6; x to move wins at once with 2 only.
    expect(new Solver(10_000).bestActions(position([0, 3, 1, 6]))).toEqual([2]);
  });

  it('says what to do instead where a game is too large', () => {
    const solve = (): unknown => new Solver(100).solve(position([]));
    expect(solve).toThrow(AgonError);
    expect(solve).toThrow(/100 positions.*mcts:visits=800/s);
  });
});

describe('ScriptedGameAgent', () => {
  const agent = new ScriptedGameAgent(game, 'scripted');
  const play = (moves: number[]): number =>
    agent.act({ kind: 'game', state: position(moves) }, new RandomStream(5));

  it('takes a win before it stops a loss', () => {
    // x: 0 1, o: 3 4, x to move: 2 wins, 5 would only stop o.
    expect(play([0, 3, 1, 4])).toBe(2);
  });

  it('stops a loss', () => {
    // x: 0 1, o: 8, o to move must take 2.
    expect(play([0, 8, 1])).toBe(2);
  });

  it('likes the centre, then corners', () => {
    expect(play([])).toBe(4);
    expect([0, 2, 6, 8]).toContain(play([4]));
  });

  it('leaves the state as it was', () => {
    const state = game.newInitialState();
    playMoves(state, 'x(1,1)');
    const before = state.toString();
    agent.act({ kind: 'game', state }, new RandomStream(5));
    expect(state.toString()).toBe(before);
    expect(state.history.length).toBe(1);
  });
});
