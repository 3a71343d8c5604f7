import { RandomStream } from '@agon/core';
import { makeGame, type State } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import { runSearch, Search, UniformEvaluator, type SearchSettings } from './index.js';

const game = makeGame('tic_tac_toe');
const position = (...actions: number[]): State => {
  const state = game.newInitialState();
  for (const action of actions) state.apply(action);
  return state;
};
const searchAt = async (state: State, visits: number, settings: Partial<SearchSettings> = {}) => {
  const search = new Search(game, settings, new RandomStream('search'));
  search.setRoot(state);
  await runSearch(search, new UniformEvaluator(game), visits);
  return search;
};
const sum = (numbers: ArrayLike<number>) => Array.from(numbers).reduce((total, one) => total + one, 0);

describe('a search at tic-tac-toe', () => {
  it.each([
    ['with proofs', { prove: true }],
    ['without proofs', { prove: false }],
  ] as const)('loses no game against any reply with 2,000 visits a move, %s', async (_name, settings) => {
    for (const seat of [0, 1]) {
      const search = new Search(game, settings, new RandomStream('search'));
      const evaluator = new UniformEvaluator(game);
      const state = game.newInitialState();
      const known = new Map<string, number>();
      let games = 0;
      const play = async (): Promise<void> => {
        if (state.isTerminal) {
          games++;
          expect(state.returns()[seat], state.history.join(' ')).toBeGreaterThanOrEqual(0);
          return;
        }
        if (state.currentPlayer === seat) {
          let action = known.get(state.toString());
          if (action === undefined) {
            search.setRoot(state);
            await runSearch(search, evaluator, 2000);
            action = search.chooseAction(0, new RandomStream('unused'));
            known.set(state.toString(), action);
          }
          state.apply(action);
          await play();
          state.undo();
          return;
        }
        for (const reply of state.legalActions()) {
          state.apply(reply);
          await play();
          state.undo();
        }
      };
      await play();
      expect(games).toBeGreaterThan(50);
    }
  });
});

describe('the budget', () => {
  it('ends a search when the root moves have that many visits', async () => {
    for (const visits of [1, 2, 37]) {
      const search = await searchAt(position(), visits);
      expect(search.visits).toBe(visits);
      expect(sum(search.rootVisits())).toBe(visits);
    }
  });
});
