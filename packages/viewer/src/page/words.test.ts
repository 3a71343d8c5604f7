import { describe, expect, it } from 'vitest';
import { kinds } from './kinds.js';
import { tournamentWords } from './tournaments/words.js';
import { words } from './words.js';

describe('words of little data', () => {
  it('count one as one, and make no share of all or none', () => {
    const { played, firstPlayer } = tournamentWords;
    expect(played(1, 1, kinds.game.contest)).toBe('1 game');
    expect(played(1, 2, kinds.env.contest)).toBe('1 of 2 episodes');
    expect([firstPlayer(1, 1), firstPlayer(0, 2), firstPlayer(0.75, 2)]).toEqual([
      'the first player gets 1 of 1 points',
      'the first player gets 0 of 2 points',
      'the first player gets 75 % of the points',
    ]);
    expect([words.run.replay('1200.json'), words.run.replay('x.json')]).toEqual(['step 1,200', 'x.json']);
  });
});
