import { describe, expect, it } from 'vitest';
import { makeGame } from '@agon/envs';
import { analysisKey } from './analyses.js';
import { boardReplay } from './keptGame.js';

const replay = (env: string, actions: number[], players = ['a', 'b']) =>
  boardReplay({
    ...{ game: makeGame(env), seed: 's', actions, accounts: [], resigned: undefined, isOver: false, players },
  });

describe('analysisKey', () => {
  it('is the same for the same moves by the same rules, whoever played and whatever was thought', () => {
    const game = replay('go:size=9', [40, 20]);
    const others = replay('go:size=9', [40, 20], ['c', 'd']);
    const { size, ...rest } = game.options;
    expect(analysisKey({ ...others, options: { ...rest, size }, account: [null, { value: 1 }] })).toBe(
      analysisKey(game),
    );
  });

  it('is another one for other moves and other rules', () => {
    const keys = [
      replay('go:size=9', [40, 20]),
      replay('go:size=9', [40, 21]),
      replay('go:size=9', [40]),
      replay('go:size=9,komi=6.5', [40, 20]),
      replay('tic_tac_toe', [4, 2]),
    ].map(analysisKey);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
