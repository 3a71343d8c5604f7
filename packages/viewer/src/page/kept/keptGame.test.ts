import { describe, expect, it } from 'vitest';
import { makeGame } from '@agon/envs';
import { parseReplay, Resimulation } from '@agon/runs';
import { boardReplay, resignedIn } from './keptGame.js';

const game = makeGame('tic_tac_toe');
const played = { game, seed: 's', accounts: [], players: ['you', 'mcts'] };

describe('boardReplay', () => {
  it('is a replay that can be played again, from no move to the last', () => {
    const actions = [4, 0, 3, 1, 5];
    for (let length = 0; length <= actions.length; length++) {
      const isOver = length === actions.length;
      const made = { ...played, actions: actions.slice(0, length), resigned: undefined, isOver };
      const replay = parseReplay(JSON.parse(JSON.stringify(boardReplay(made))));
      expect(new Resimulation(replay).seek(length).returns).toEqual(isOver ? [1, -1] : [0, 0]);
      expect(replay.ended).toEqual(isOver ? undefined : { reason: 'limit' });
    }
  });

  it('says who gave up, and that the other has won', () => {
    const replay = boardReplay({ ...played, actions: [4], resigned: 0, isOver: true });
    expect(replay.result).toEqual([-1, 1]);
    expect(resignedIn(replay)).toBe(0);
  });

  it('keeps what was thought before each move, and nothing where nobody told', () => {
    const account = { value: 0.5 };
    const made = { ...played, actions: [4, 0, 3], resigned: undefined, isOver: false };
    expect(boardReplay({ ...made, accounts: [null, account] }).account).toEqual([null, account, null]);
    expect(boardReplay(made).account).toBeUndefined();
  });
});
