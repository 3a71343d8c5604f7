import { RandomStream } from '@agon/core';
import { makeGame, playMoves, type State } from '@agon/envs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeWith } from '../../../../test/requirements.js';
import { makeAgent } from '../registry.js';
import { ConnectFourSolver } from './connectFourSolver.js';

const game = makeGame('connect_four');

/** The score by looking at everything: the slow, obvious twin. */
function score(state: State, known = new Map<string, number>()): number {
  const key = state.toString();
  const before = known.get(key);
  if (before !== undefined) return before;
  let best = -Infinity;
  for (const action of state.legalActions()) {
    state.applyAssumeLegal(action);
    const moves = state.history.length;
    const won = state.isTerminal && state.returns()[0] !== 0;
    const value = won ? 22 - ((moves + 1) >> 1) : state.isTerminal ? 0 : -score(state, known);
    state.undo();
    best = Math.max(best, value + 0);
  }
  known.set(key, best);
  return best;
}

describe('ConnectFourSolver', () => {
  it('agrees with a plain search in random positions near the end, column by column', () => {
    const rng = new RandomStream('late positions');
    const solver = new ConnectFourSolver(1e6);
    for (let checked = 0; checked < 60;) {
      const state = game.newInitialState();
      const plies = 34 + rng.int(8);
      while (!state.isTerminal && state.history.length < plies) {
        const actions = state.legalActions();
        state.apply(actions[rng.int(actions.length)]);
      }
      if (state.isTerminal) continue;
      checked++;
      const scores = solver.scores(state.history);
      expect(Math.max(...scores.map((each) => each ?? -Infinity)), state.toString()).toBe(score(state));
      scores.forEach((each, action) => expect(each === null).toBe(!state.isLegal(action)));
      expect(solver.outcome(state.history)).toBe(Math.sign(score(state)));
    }
  });

  it('gives up where a question is too large, and says what to do', () => {
    expect(() => new ConnectFourSolver(1000).scores([])).toThrow(/gave up.*1000 positions.*mcts:visits=800/);
  });
});

describeWith('fixtures', "Pascal Pons' positions", (folder) => {
  it.each(['Test_L3_R1', 'Test_L2_R1'])(
    'of %s are scored exactly by the solver agent',
    async (file) => {
      const solver = await makeAgent('solver', { kind: 'game', game }, () =>
        Promise.reject(new Error('none')),
      );
      const lines = readFileSync(join(folder, 'connect-four', file), 'utf8')
        .trim()
        .split('\n');
      const rng = new RandomStream('ties');
      for (const line of lines) {
        const [moves, wanted] = line.split(' ');
        const state = game.newInitialState();
        playMoves(state, moves);
        const action = await solver.act({ kind: 'game', state }, rng);
        const scores = solver.analysis()?.scores as number[];
        expect([moves, scores[action]]).toEqual([moves, Number(wanted)]);
        expect(solver.analysis()?.value).toBe(Math.sign(Number(wanted)));
      }
    },
    300_000,
  );

  it.each(['Test_L3_R1', 'Test_L2_R1'])('of %s have the right outcome', (file) => {
    const solver = new ConnectFourSolver(1e8);
    for (const line of readFileSync(join(folder, 'connect-four', file), 'utf8')
      .trim()
      .split('\n')) {
      const [moves, known] = line.split(' ');
      const actions = [...moves].map((digit) => Number(digit) - 1);
      expect(solver.outcome(actions), moves).toBe(Math.sign(Number(known)));
    }
  });
});
