import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeEnvironment, makeGame } from '@agon/envs';
import { boardReplay } from '../kept/keptGame.js';
import { gameCode, LONGEST_CODE, replayOfCode } from './gameLink.js';
import { playAgain } from './playAgain.js';

/** So many random legal moves. */
function randomGame(env: string, choices: number[]): number[] {
  const state = makeGame(env).newInitialState();
  for (const choice of choices) {
    if (state.isTerminal) break;
    const legal = state.legalActions();
    state.apply(legal[choice % legal.length]);
  }
  return [...state.history];
}

describe('the link of a game', () => {
  it('brings every board game back, unfinished, resigned or over', async () => {
    const envs = fc.constantFrom('tic_tac_toe', 'connect_four', 'othello', 'go:size=9,komi=5.5,handicap=2');
    const choices = fc.array(fc.nat({ max: 80 }), { maxLength: 60 });
    const resigned = fc.constantFrom(undefined, 0, 1);
    await fc.assert(
      fc.asyncProperty(envs, choices, resigned, fc.string(), async (env, moves, who, name) => {
        const game = makeGame(env);
        const actions = randomGame(env, moves);
        const state = game.newInitialState();
        for (const action of actions) state.apply(action);
        const replay = boardReplay({
          ...{ game, seed: 's', actions, accounts: [], resigned: who },
          ...{ isOver: state.isTerminal || who !== undefined, players: ['you', name] },
        });
        expect(await replayOfCode(await gameCode(replay))).toEqual(replay);
      }),
      { numRuns: 40 },
    );
  });

  it('brings an episode back, and is short', async () => {
    const environment = makeEnvironment('minatar-breakout');
    const actions = Array.from({ length: 5 }, (_, step) => [0, 1, 3][step % 3]);
    const replay = { ...playAgain(environment, 'x', actions), players: ['you'] };
    const code = await gameCode(replay);
    expect(await replayOfCode(code)).toEqual(replay);
    expect(code.length).toBeLessThan(300);
  });

  it('holds a whole game of Go 19×19 in an address that mail programs pass on', async () => {
    const actions = randomGame(
      'go',
      Array.from({ length: 300 }, (_, ply) => (ply * 7919) % 361),
    );
    const environment = makeEnvironment('go');
    const replay = { ...playAgain(environment, 's', actions), players: ['you', 'zoo/go19'] };
    expect((await gameCode(replay)).length).toBeLessThan(LONGEST_CODE);
  });

  it('says of a damaged code that it is damaged, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (code) => {
        await expect(replayOfCode(code)).rejects.toMatchObject({ name: 'AgonError', code: 'bad-file' });
      }),
      { numRuns: 60 },
    );
    const game = makeGame('tic_tac_toe');
    const played = { game, seed: 's', actions: [4, 0], accounts: [], resigned: undefined, isOver: false };
    const code = await gameCode(boardReplay({ ...played, players: ['a', 'b'] }));
    await expect(replayOfCode(code.slice(0, -4))).rejects.toThrow(/damaged or incomplete/);
  });

  it('refuses moves that the rules of this version do not allow', async () => {
    const game = makeGame('tic_tac_toe');
    const played = { game, seed: 's', actions: [4, 0], accounts: [], resigned: undefined, isOver: false };
    const replay = boardReplay({ ...played, players: ['a', 'b'] });
    await expect(replayOfCode(await gameCode({ ...replay, actions: [4, 4] }))).rejects.toThrow(/other rules/);
    await expect(replayOfCode(await gameCode({ ...replay, hashes: [1] }))).rejects.toThrow(/other rules/);
  });
});
