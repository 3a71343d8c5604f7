import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RandomStream } from '@agon/core';
import { describe, expect, it } from 'vitest';
import { describeWith } from '../../../../test/requirements.js';
import { playMoves, type State } from '../game.js';
import { makeGame } from '../registry.js';
import { describeGame } from '../testing/describeGame.js';
import { perft } from './perft.js';

describeGame('connect_four', () => makeGame('connect_four'));

const start = () => makeGame('connect_four').newInitialState();

/** Slow and obvious: looks along every line of four cells of the board's text. */
function winnerOf(state: State): string | undefined {
  const rows = state.toString().split('\n');
  const directions = [
    [0, 1],
    [1, 0],
    [1, 1],
    [1, -1],
  ];
  for (let row = 0; row < 6; row++) {
    for (let column = 0; column < 7; column++) {
      for (const [down, right] of directions) {
        const four = [0, 1, 2, 3].map((i) => rows[row + i * down]?.[column + i * right]);
        if (four[0] !== '.' && four.every((cell) => cell === four[0])) return four[0];
      }
    }
  }
  return undefined;
}

describe('Connect Four', () => {
  it('has the known numbers of move sequences', () => {
    const counts = [1, 2, 3, 4, 5, 6, 7, 8].map((depth) => perft(start(), depth));
    expect(counts).toEqual([7, 49, 343, 2_401, 16_807, 117_649, 823_536, 5_673_234]);
  });

  it('has the known numbers of positions at each ply, all with different hashes but for chance', () => {
    let positions = new Map<string, number[]>([['', []]]);
    const counts = [1];
    for (let ply = 1; ply <= 7; ply++) {
      const next = new Map<string, number[]>();
      const hashes = new Set<number>();
      for (const moves of positions.values()) {
        const state = start();
        for (const move of moves) state.applyAssumeLegal(move);
        for (const action of state.legalActions()) {
          state.applyAssumeLegal(action);
          next.set(state.toString(), [...moves, action]);
          hashes.add(state.hash());
          state.undo();
        }
      }
      counts.push(next.size);
      expect(hashes.size).toBeGreaterThan(next.size - 3);
      positions = next;
    }
    expect(counts).toEqual([1, 7, 49, 238, 1_120, 4_263, 16_422, 54_859]);
  });

  it('sees every win, and nothing else, as a slow look along all lines does', () => {
    let wins = 0;
    for (let game = 0; game < 300; game++) {
      const rng = new RandomStream(`connect four ${game}`);
      const state = start();
      while (!state.isTerminal) {
        expect(winnerOf(state)).toBeUndefined();
        const legal = state.legalActions();
        state.apply(legal[rng.int(legal.length)]);
      }
      const winner = winnerOf(state);
      expect(state.returns()).toEqual(winner === 'x' ? [1, -1] : winner === 'o' ? [-1, 1] : [0, 0]);
      if (winner) wins++;
    }
    expect(wins).toBeGreaterThan(250);
  });

  it('reads columns 1..7 and refuses full ones', () => {
    const state = start();
    playMoves(state, '444444');
    expect(state.legalActions()).toEqual([0, 1, 2, 4, 5, 6]);
    expect(() => playMoves(state, '4')).toThrow(
      /4 \(action 3\) is illegal: that column is full. Legal are: 1 2 3 5 6 7/,
    );
    expect(() => playMoves(state, '8')).toThrow(/a column, 1..7/);
    expect(state.toString()).toBe('...o...\n...x...\n...o...\n...x...\n...o...\n...x...');
  });
});

describeWith('fixtures', 'Connect Four test sets', (folder) => {
  it.each(['Test_L3_R1', 'Test_L2_R1', 'Test_L1_R1'])(
    '%s: every position is reached by legal moves and not finished',
    (file) => {
      const lines = readFileSync(join(folder, 'connect-four', file), 'utf8')
        .trim()
        .split('\n');
      expect(lines).toHaveLength(1000);
      for (const line of lines) {
        const state = start();
        playMoves(state, line.split(' ')[0]);
        expect(state.isTerminal).toBe(false);
      }
    },
  );
});
