import { describe, expect, it } from 'vitest';
import { makeGame } from '@agon/envs';
import { summaryOf } from './gameSummary.js';
import { boardReplay, type KeptGame } from './keptGame.js';

/** Tic-tac-toe of a person, x, who wins with all five moves. */
function kept(length: number, more: Partial<KeptGame> = {}, resigned?: number): KeptGame {
  const isOver = length === 5 || resigned !== undefined;
  const actions = [4, 0, 3, 1, 5].slice(0, length);
  const players = ['you', 'mcts'];
  const replay = boardReplay({
    ...{ game: makeGame('tic_tac_toe'), seed: 's', actions, accounts: [], resigned, isOver, players },
  });
  return {
    ...{ format: 1, id: 'a', revision: 1, begun: 0, changed: 0 },
    ...{ env: 'tic_tac_toe', against: 'mcts:visits=9', side: 0, isOver, replay },
    ...more,
  };
}

describe('summaryOf', () => {
  it('says how a game ended from the person’s view', () => {
    expect(summaryOf(kept(5))).toMatchObject({ title: 'Tic-tac-toe', moves: 5, result: 'won' });
    expect(summaryOf(kept(5, { side: 1 })).result).toBe('lost');
    expect(summaryOf(kept(2, {}, 0)).result).toBe('lost');
    expect(summaryOf(kept(2)).result).toBe('unfinished');
    expect(summaryOf(kept(5, { source: 'cup.sgf' }))).toMatchObject({
      result: 'you won',
      against: 'from cup.sgf',
    });
  });

  it('leads on with what is not finished, and to the replay of the rest', () => {
    const goesOn = { page: 'play', env: 'tic_tac_toe', against: 'mcts:visits=9', game: 'a' };
    const watched = { page: 'own-game', id: 'a', step: 0 };
    expect(summaryOf(kept(2)).place).toEqual(goesOn);
    expect(summaryOf(kept(5)).place).toEqual(watched);
    expect(summaryOf(kept(2, { source: 'cup.sgf' })).place).toEqual(watched);
  });

  it('says what it can of a game whose rules this version does not have', () => {
    const game = kept(2, { env: 'ludo' });
    game.replay.env = 'ludo';
    expect(summaryOf(game)).toMatchObject({ title: 'ludo', place: { page: 'own-game' } });
  });
});
