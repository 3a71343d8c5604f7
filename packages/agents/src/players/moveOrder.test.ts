/** The move that an analysis lists first is the one that is played, whatever kind of player thinks. */
import { AgonError, RandomStream } from '@agon/core';
import { makeEnvironment, makeGame, playMoves, type State } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import { makeAgent } from '../registry.js';
import { movesInOrder } from './moveOrder.js';

const position = (env: string, moves: string): State => {
  const state = makeGame(env).newInitialState();
  playMoves(state, moves);
  return state;
};
const player = (spec: string, state: State) =>
  makeAgent(spec, makeEnvironment(state.game.id), (path) => {
    throw new AgonError('not-found', path);
  });
const all = [0, 1, 2, 3, 4, 5];

describe('the order of moves', () => {
  it('is by visits, then score, value, policy and number', () => {
    const visits = [1, 9, 9, 9, 9, 9];
    const scores = [0, 0, 1, 1, 1, 1];
    const q = [0, 1, -0.2, 0.5, 0.5, 0.5];
    const prior = [1, 0, 0, 0.1, 0.2, 0.1];
    expect(movesInOrder({ visits, scores, q, prior }, all)).toEqual([4, 3, 5, 2, 1, 0]);
    expect(movesInOrder({}, [3, 1, 2])).toEqual([1, 2, 3]);
    expect(movesInOrder({ q: [null, -0.9, null] }, [0, 1, 2])).toEqual([1, 0, 2]);
  });

  it('puts proved wins before all others and proved losses behind them', () => {
    const visits = [90, 60, 5, 4, 3, 2];
    const proven = [-1, null, null, 1, 0, -1];
    expect(movesInOrder({ visits, proven }, all)).toEqual([3, 1, 2, 4, 0, 5]);
  });

  it('begins with the move that was played, else with the expected line', () => {
    const account = { visits: [9, 8, 7, 0, 0, 0], principalVariation: [1, 0] };
    expect(movesInOrder(account, all)[0]).toBe(1);
    expect(movesInOrder({ ...account, move: 5 }, all)).toEqual([5, 0, 1, 2, 3, 4]);
    expect(movesInOrder({ ...account, move: -1 }, all)[0]).toBe(1); // it resigned
    expect(movesInOrder({ ...account, principalVariation: [] }, all)[0]).toBe(0);
  });
});

/** Connect Four: a win at once, a loss that cannot be stopped, and an open position. */
const POSITIONS = { won: '112233', lost: '44552', open: '4455' };

describe('an account', () => {
  it.each(
    Object.values(POSITIONS).flatMap((moves) =>
      [
        'mcts:visits=60',
        'mcts:visits=400',
        'mcts:visits=60,selection=uct',
        'mcts:visits=60,selection=gumbel,gumbelScale=3,maxConsidered=4',
        'mcts:visits=64,selection=gumbel,gumbelScale=0',
        'mcts:visits=60,prove=false',
        'mcts:visits=60,leaves=8,dirichletFraction=0.5',
        'mcts:visits=2',
        'mcts:visits=1',
      ].map((spec) => [spec, moves] as const),
    ),
  )('of %s after %s begins with the move that is played', async (spec, moves) => {
    const state = position('connect_four', moves);
    for (const seed of ['a', 'b', 'c']) {
      const agent = await player(spec, state);
      const move = await agent.act({ kind: 'game', state }, new RandomStream(seed));
      expect(movesInOrder(agent.analysis() ?? {}, state.legalActions())[0]).toBe(move);
    }
  });

  it('of endless thinking names the move that would be played now', async () => {
    for (const spec of [
      'mcts:visits=9',
      'mcts:selection=gumbel',
      'mcts:temperature=1',
      'mcts:selection=uct',
    ]) {
      const state = position('connect_four', '112233');
      const agent = await player(spec, state);
      for await (const account of agent.think!({ kind: 'game', state }, new RandomStream('think'), 60)) {
        const [first] = movesInOrder(account, state.legalActions());
        expect(account.move).toBe(first);
        if (account.proven?.[3] !== 1) continue;
        expect([first, account.variations?.[3]]).toEqual([3, [3]]); // column 4 wins at once
        break;
      }
    }
  });
});
