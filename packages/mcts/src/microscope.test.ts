/** What the microscope shows is what the search does: its parts choose as `select` does, and its steps are the search's own. */
import { RandomStream } from '@agon/core';
import { makeGame } from '@agon/envs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Microscope, nextWalk, runSearch, Search, UniformEvaluator, viewNode, type SearchSettings } from './index.js'; // prettier-ignore
import type { Evaluator } from './evaluator.js';
import { RolloutEvaluator } from './rollout.js';

const game = makeGame('connect_four');
const SEED = 'microscope';
const rng = () => new RandomStream(SEED);

const settings: fc.Arbitrary<Partial<SearchSettings>> = fc.record({
  selection: fc.constantFrom('puct', 'uct', 'gumbel'),
  qTransform: fc.constantFrom('identity', 'unit', 'minmax-siblings'),
  firstPlay: fc.constantFrom('parent', 'zero', 'loss'),
  gumbelScale: fc.constantFrom(0, 1),
});

/** Values that differ from position to position, and priors that differ from move to move. */
class Uneven extends UniformEvaluator {
  asked = 0;

  override add(state: Parameters<Evaluator['add']>[0], slot: number): void {
    const own = new RandomStream(String(state.hash()));
    for (let action = 0; action < game.numActions; action++)
      this.logits[slot * game.numActions + action] = 3 * own.uniform();
    this.values[slot] = own.uniform() - 0.5;
    this.asked++;
  }
}

describe('a view of a position', () => {
  it('chooses the considered move with the largest sum, as the search does, wherever one looks', async () => {
    await fc.assert(
      fc.asyncProperty(settings, fc.integer({ min: 1, max: 150 }), async (given, visits) => {
        const search = new Search(game, given, rng());
        search.setRoot(game.newInitialState());
        await runSearch(search, new Uneven(game), visits);
        const walk = nextWalk(search);
        expect(walk.length).toBeGreaterThan(0);
        for (let depth = 0; depth < walk.length; depth++) {
          const view = viewNode(search, walk.slice(0, depth));
          expect(view?.next).toBe(walk[depth]);
          const considered = view!.edges.filter(({ isConsidered }) => isConsidered);
          const among = considered.length > 0 ? considered : view!.edges;
          const sumOf = ({ exploit, explore }: (typeof among)[number]): number => exploit + explore;
          const most = Math.max(...among.map(sumOf));
          const chosen = among.find(({ action }) => action === walk[depth]);
          if (most === Infinity) expect(chosen?.visits).toBe(0);
          else expect(sumOf(chosen!)).toBeCloseTo(most, 9);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('knows nothing of what the tree has not', async () => {
    const search = new Search(game, {}, rng());
    search.setRoot(game.newInitialState());
    await runSearch(search, new UniformEvaluator(game), 3);
    expect(viewNode(search, [0, 0, 0, 0, 0])).toBeUndefined();
    expect(viewNode(search, [])?.edges).toHaveLength(7);
  });
});

describe.each(['puct', 'uct', 'gumbel'] as const)('a microscope over %s', (selection) => {
  const given = { selection, gumbelScale: 0 };
  const BUDGET = 64;

  it('ends where the search itself ends, and asks nothing twice', async () => {
    const evaluator = new Uneven(game);
    const microscope = new Microscope(game, game.newInitialState(), evaluator, given, rng);
    const whole = await microscope.at(BUDGET, BUDGET);
    const { asked } = evaluator;
    const search = new Search(game, given, rng());
    search.setRoot(game.newInitialState());
    await runSearch(search, new Uneven(game), BUDGET);
    expect(whole.analysis()).toEqual(search.analysis());
    for (const simulations of [1, 17, BUDGET]) await microscope.at(simulations, BUDGET);
    expect(evaluator.asked).toBe(asked);
  });

  it('walks from one simulation to the next as it foretells', async () => {
    const microscope = new Microscope(game, game.newInitialState(), new Uneven(game), given, rng);
    for (let simulations = 0; simulations < BUDGET; simulations++) {
      const before = await microscope.at(simulations, BUDGET);
      const walk = nextWalk(before);
      const after = await microscope.at(simulations + 1, BUDGET);
      for (let depth = 0; depth < walk.length; depth++) {
        const visitsOf = (search: Search): number =>
          viewNode(search, walk.slice(0, depth))?.edges.find(({ action }) => action === walk[depth])?.visits ?? 0; // prettier-ignore
        expect(visitsOf(after)).toBe(visitsOf(before) + 1);
      }
    }
  });
});

it('has nothing to look at where the game is over', async () => {
  const tictactoe = makeGame('tic_tac_toe');
  const state = tictactoe.newInitialState();
  for (const action of [0, 3, 1, 4, 2]) state.apply(action);
  const evaluator = new RolloutEvaluator(tictactoe, rng());
  expect(() => new Microscope(tictactoe, state, evaluator, {}, rng)).toThrow(/the game is over/);
});
