/** Random games, random settings, random orders of collecting, applying and advancing: the tree stays consistent. */
import { RandomStream } from '@agon/core';
import { makeGame, TERMINAL_PLAYER } from '@agon/envs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runSearch, runSearches, Search, UniformEvaluator, type SearchSettings } from './index.js';
import { ScriptedEvaluator, ScriptedGame, type Position } from './testing/scriptedGame.js';

const NUM_ACTIONS = 5;

/** A random game tree: who moves, what is legal, rewards and evaluations follow from the seed and the moves. */
function randomPosition(
  seed: string,
  depth: number,
  numPlayers: number,
  mover: number,
  maxDepth = 6,
): Position {
  const rng = new RandomStream(seed);
  const over = depth > 0 && (depth >= maxDepth || rng.uniform() < 0.2);
  const legal = Array.from({ length: NUM_ACTIONS }, (_, action) => action).filter(() => rng.uniform() < 0.6);
  const reward = depth === 0 ? 0 : Math.round((2 * rng.uniform() - 1) * 4) / 4;
  const player = over ? TERMINAL_PLAYER : rng.int(numPlayers);
  return {
    player,
    legal: over ? [] : legal.length > 0 ? legal : [rng.int(NUM_ACTIONS)],
    rewards: Array.from({ length: numPlayers }, (_, one) => (one === mover ? reward : 0 - reward)),
    logits: Array.from({ length: NUM_ACTIONS }, () => 4 * rng.uniform() - 2),
    value: 2 * rng.uniform() - 1,
    next: (action) => randomPosition(`${seed} ${action}`, depth + 1, numPlayers, player, maxDepth),
  };
}

/** The exact value by looking at everything. */
function exactValue(position: Position, discount: number): number {
  if (position.player === TERMINAL_PLAYER) return 0;
  const values = position.legal.map((action) => {
    const next = position.next(action);
    const sign = next.player === position.player ? discount : -discount;
    return next.rewards[position.player] + sign * exactValue(next, discount);
  });
  return Math.max(...values);
}

const settings: fc.Arbitrary<Partial<SearchSettings>> = fc.record({
  selection: fc.constantFrom('puct', 'uct', 'gumbel'),
  qTransform: fc.constantFrom('identity', 'unit', 'minmax-siblings'),
  firstPlay: fc.constantFrom('parent', 'zero', 'loss'),
  dirichletFraction: fc.constantFrom(0, 0.25),
  virtualLoss: fc.constantFrom(0, 1, 3),
  discount: fc.constantFrom(1, 0.9),
  prove: fc.boolean(),
  bestReturn: fc.constant(1e9),
  recordGrowth: fc.boolean(),
});
const operation = fc.record({
  visits: fc.integer({ min: 1, max: 60 }),
  leaves: fc.integer({ min: 1, max: 9 }),
});
const run = fc.record({
  seed: fc.string({ minLength: 1, maxLength: 6 }),
  numPlayers: fc.constantFrom(1, 2),
  settings,
  moves: fc.array(operation, { minLength: 1, maxLength: 6 }),
});

describe('a search of any game with any settings', () => {
  it('keeps visits, values, links and proofs consistent, in batches and through reuse', async () => {
    await fc.assert(
      fc.asyncProperty(run, async ({ seed, numPlayers, settings, moves }) => {
        const game = new ScriptedGame(numPlayers, NUM_ACTIONS, randomPosition(seed, 0, numPlayers, 0));
        const search = new Search(game, settings, new RandomStream(seed));
        const evaluator = new ScriptedEvaluator(game, 12);
        const state = game.newInitialState();
        search.setRoot(state);
        for (const { visits, leaves } of moves) {
          const before = search.visits;
          search.start(before + visits);
          while (!search.done) {
            const waiting = search.collect(evaluator, 2, leaves);
            expect(waiting).toBeLessThanOrEqual(leaves);
            expect(waiting > 0 || search.done).toBe(true);
            search.checkConsistency();
            search.apply(evaluator, 2);
            search.checkConsistency();
            expect(search.tree.inFlight.every((count) => count === 0)).toBe(true);
          }
          if (search.provenValue === undefined) expect(search.visits).toBe(before + visits);
          if (state.isTerminal) return;
          const action = search.chooseAction(visits % 2, new RandomStream(seed));
          expect(state.isLegal(action)).toBe(true);
          state.apply(action);
          search.advance(action);
          search.checkConsistency();
        }
      }),
      { seed: 20260823, numRuns: 300 },
    );
  });

  it('never evaluates a position twice in one tree', async () => {
    await fc.assert(
      fc.asyncProperty(
        run,
        fc.integer({ min: 1, max: 8 }),
        async ({ seed, numPlayers, settings }, capacity) => {
          const game = new ScriptedGame(numPlayers, NUM_ACTIONS, randomPosition(seed, 0, numPlayers, 0));
          const search = new Search(game, settings, new RandomStream(seed));
          const evaluator = new ScriptedEvaluator(game, capacity);
          search.setRoot(game.newInitialState());
          await runSearch(search, evaluator, 120);
          expect(new Set(evaluator.order).size).toBe(evaluator.order.length);
        },
      ),
      { seed: 7, numRuns: 100 },
    );
  });

  it('proves only the exact value', async () => {
    let proved = 0;
    await fc.assert(
      fc.asyncProperty(run, async ({ seed, numPlayers, settings }) => {
        const start = randomPosition(seed, 0, numPlayers, 0, 3);
        const game = new ScriptedGame(numPlayers, NUM_ACTIONS, start);
        const search = new Search(game, { ...settings, prove: true, cInit: 20 }, new RandomStream(seed));
        search.setRoot(game.newInitialState());
        await runSearch(search, new ScriptedEvaluator(game), 2000);
        if (search.provenValue === undefined) return;
        proved++;
        expect(search.provenValue).toBeCloseTo(exactValue(start, search.settings.discount), 5);
        expect(search.value).toBe(search.provenValue);
      }),
      { seed: 11, numRuns: 60 },
    );
    expect(proved).toBeGreaterThan(20);
  });
});

describe('many searches in common batches', () => {
  it('find what each finds alone', async () => {
    const game = makeGame('tic_tac_toe');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 7 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 200 }),
        async (openings, capacity, visits) => {
          const together = openings.map((action, index) => {
            const search = new Search(game, { dirichletFraction: 0.25 }, new RandomStream(index));
            const state = game.newInitialState();
            state.apply(action);
            search.setRoot(state);
            return search;
          });
          await runSearches(together, new UniformEvaluator(game, capacity), visits);
          for (const [index, action] of openings.entries()) {
            const alone = new Search(game, { dirichletFraction: 0.25 }, new RandomStream(index));
            const state = game.newInitialState();
            state.apply(action);
            alone.setRoot(state);
            await runSearch(alone, new UniformEvaluator(game), visits);
            expect(together[index].analysis()).toEqual(alone.analysis());
          }
        },
      ),
      { seed: 3, numRuns: 25 },
    );
  });
});
