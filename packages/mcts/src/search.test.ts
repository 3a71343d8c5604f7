import { RandomStream } from '@agon/core';
import { makeGame, type State } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import {
  RolloutEvaluator,
  runSearch,
  runSearches,
  Search,
  searchPresets,
  UniformEvaluator,
  type Evaluator,
  type SearchSettings,
} from './index.js';

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

  it('counts the visits of a reused tree', async () => {
    const search = await searchAt(position(), 500);
    const kept = search.rootVisits()[4];
    expect(search.advance(4)).toBe(kept - 1);
    expect(search.done).toBe(true);
    await runSearch(search, new UniformEvaluator(game), 500);
    expect(search.visits).toBe(500);
    search.checkConsistency();
  });

  it.each([
    ['at the start', []],
    ['where all walks end in finished games', [4, 0, 8, 2, 1, 7, 3]],
  ])('ends a search when the time is over, %s', async (_name, moves) => {
    const search = new Search(game, { prove: false }, new RandomStream('time'));
    search.setRoot(position(...moves));
    const before = performance.now();
    await runSearch(search, new UniformEvaluator(game), { visits: 1e9, milliseconds: 30 });
    expect(performance.now() - before).toBeLessThan(2000);
    expect(search.visits).toBeGreaterThan(10);
  });

  it('evaluates the root even where there is no time', async () => {
    const search = new Search(game, {}, new RandomStream('time'));
    search.setRoot(position());
    await runSearch(search, new UniformEvaluator(game), { visits: 100, milliseconds: 0 });
    expect(search.visits).toBe(0);
    expect(search.analysis().prior[0]).toBeCloseTo(1 / 9, 6);
    expect(search.chooseAction(0, new RandomStream('unused'))).toBe(0);
  });

  describe.each([
    ['one search', 1],
    ['several at a time', 2],
  ])('of %s', (_name, count) => {
    it('hears stop() also where the evaluator keeps its thread busy, as a network in a page does', async () => {
      const game = makeGame('connect_four');
      const searches = Array.from({ length: count }, () => new Search(game, {}, new RandomStream('busy')));
      for (const search of searches) search.setRoot(game.newInitialState());
      const evaluator = new UniformEvaluator(game);
      const busy = Object.assign(Object.create(evaluator) as UniformEvaluator, {
        evaluate: (leaves: number) => {
          for (const end = performance.now() + 10; performance.now() < end;);
          evaluator.evaluate(leaves);
          return Promise.resolve();
        },
      });
      setTimeout(() => searches.forEach((search) => search.stop()), 0);
      // two seconds a search, if it is not stopped
      await (count === 1 ? runSearch(searches[0], busy, 200) : runSearches(searches, busy, 200));
      for (const search of searches) expect(search.visits).toBeLessThan(100);
    });
  });
});

describe('proofs', () => {
  it('find a win in one, stop there, and play it', async () => {
    // x x .      x to move wins at 2
    // o o .
    const search = await searchAt(position(0, 3, 1, 4), 10_000);
    expect(search.provenValue).toBe(1);
    expect(search.visits).toBeLessThan(100);
    expect(search.chooseAction(1, new RandomStream('any'))).toBe(2);
    expect(search.analysis().proven[2]).toBe(1);
  });

  it('decide a draw when every line is read out', async () => {
    const search = await searchAt(position(4, 0, 8), 100_000, { cInit: 100 });
    expect(search.provenValue).toBe(0);
    search.checkConsistency();
  });

  it('hold with a discount: a forced win is worth less with each move until then, and needs no other move', async () => {
    const connectFour = makeGame('connect_four');
    const state = connectFour.newInitialState();
    // x stands at d1 and e1, o on top of both: c1 threatens b1 and f1, of which o can take one.
    for (const column of [3, 3, 4, 4]) state.apply(column);
    const search = new Search(connectFour, { discount: 0.9 }, new RandomStream('search'));
    search.setRoot(state);
    await runSearch(search, new UniformEvaluator(connectFour), 20_000);
    expect(search.provenValue).toBeCloseTo(0.9 ** 2, 5);
    expect(search.visits).toBeLessThan(20_000);
    expect([2, 5]).toContain(search.chooseAction(0, new RandomStream('unused')));
    search.checkConsistency();
  });

  it('prefer the quicker win', async () => {
    // x . o     x wins at once at 8 (0 4 8); other moves win later
    // . x .
    // . . o
    const state = position(4, 2, 0, 5);
    const search = await searchAt(state, 5000);
    expect(search.provenValue).toBe(1);
    expect(search.chooseAction(0, new RandomStream('unused'))).toBe(8);
  });

  it('give a move that is proved lost no share of the policy while another is left', async () => {
    // x . .    o must block at 2; all else loses at once
    // o x .    (x threatens 2-4-6 and 0-4-8)
    const state = position(4, 3, 0);
    const search = await searchAt(state, 60);
    const policy = new Float32Array(9);
    search.policyInto(policy, 1);
    const account = search.analysis();
    account.proven.forEach((value, action) => {
      if (value === -1) expect(policy[action]).toBe(0);
    });
    expect(sum(policy)).toBeCloseTo(1, 5);
    expect(search.chooseAction(0, new RandomStream('unused'))).toBe(8);
  });
});

describe('the policy', () => {
  it('follows visits^(1/temperature), and is the best move alone at 0', async () => {
    const search = await searchAt(position(4, 0), 300, { prove: false });
    const visits = Array.from(search.rootVisits());
    const policy = new Float32Array(9);
    for (const temperature of [1, 0.5, 2]) {
      search.policyInto(policy, temperature);
      const powers = visits.map((count) => count ** (1 / temperature));
      policy.forEach((share, action) => expect(share).toBeCloseTo(powers[action] / sum(powers), 5));
    }
    search.policyInto(policy, 0);
    expect(policy[visits.indexOf(Math.max(...visits))]).toBe(1);
    expect(sum(policy)).toBe(1);
  });

  it('does not overflow at a temperature near 0', async () => {
    const search = await searchAt(position(4, 0), 1000, { prove: false });
    const policy = new Float32Array(9);
    search.policyInto(policy, 0.001);
    expect(sum(policy)).toBeCloseTo(1, 5);
  });

  it('is drawn from by chooseAction', async () => {
    const search = await searchAt(position(4, 0), 100, { prove: false });
    const visits = search.rootVisits();
    const rng = new RandomStream('draws');
    const counts = new Array<number>(9).fill(0);
    for (let i = 0; i < 20_000; i++) counts[search.chooseAction(1, rng)]++;
    counts.forEach((count, action) => expect(count / 20_000).toBeCloseTo(visits[action] / 100, 1));
  });
});

describe('root noise', () => {
  it('mixes into the prior of the root only, differs by stream, and stays out of the account', async () => {
    const priors = [1, 2].map(async (seed) => {
      const search = new Search(game, { dirichletFraction: 0.25, dirichletAlpha: 1 }, new RandomStream(seed));
      search.setRoot(position());
      await runSearch(search, new UniformEvaluator(game), 20);
      const { tree } = search;
      expect(tree.prior[tree.firstEdge[tree.child[0]]]).toBeCloseTo(1 / 8, 6);
      search.analysis().prior.forEach((prior) => expect(prior).toBeCloseTo(1 / 9, 6));
      const root = Array.from(tree.prior.subarray(0, 9));
      expect(sum(root)).toBeCloseTo(1, 5);
      root.forEach((prior) => expect(prior).toBeGreaterThanOrEqual(0.75 / 9 - 1e-6));
      return root;
    });
    const [one, other] = await Promise.all(priors);
    expect(one).not.toEqual(other);
  });

  it('is drawn anew for the root of a reused tree', async () => {
    const search = await searchAt(position(), 300, { dirichletFraction: 0.25 });
    const { tree } = search;
    const child = tree.child[4];
    const before = tree.prior[tree.firstEdge[child]];
    search.advance(4);
    expect(tree.prior[0]).not.toBeCloseTo(before, 6);
    expect(search.analysis().prior[0]).toBeCloseTo(1 / 8, 6);
  });
});

describe('a reused tree', () => {
  it('holds exactly what was below the move, and the search goes on as in it', async () => {
    const search = await searchAt(position(), 2000);
    const { tree } = search;
    const child = tree.child[4];
    const value = tree.value(child);
    const visits = Array.from(
      tree.edgeVisits.subarray(tree.firstEdge[child], tree.firstEdge[child] + tree.edgeCount[child]),
    );
    search.advance(4);
    search.checkConsistency();
    expect(search.value).toBe(value);
    expect(Array.from(search.rootVisits()).filter((_, action) => action !== 4)).toEqual(visits);
  });

  it('is dropped where the move was never walked', async () => {
    const search = await searchAt(position(), 3);
    const action = search.rootVisits().indexOf(0);
    expect(search.advance(action)).toBe(0);
    await runSearch(search, new UniformEvaluator(game), 10);
    expect(search.visits).toBe(10);
    expect(search.rootVisits()[action]).toBe(0);
  });

  it('can be followed to the end of the game', async () => {
    const search = new Search(game, {}, new RandomStream('game'));
    const state = game.newInitialState();
    search.setRoot(state);
    while (!state.isTerminal) {
      await runSearch(search, new UniformEvaluator(game), 100);
      const action = search.chooseAction(0, new RandomStream('unused'));
      state.apply(action);
      search.advance(action);
      search.checkConsistency();
    }
    search.start(100);
    expect(search.done).toBe(true);
    expect(() => search.chooseAction(0, new RandomStream('unused'))).toThrow(/the root has no moves/);
    expect(search.analysis().principalVariation).toEqual([]);
    expect(sum(search.analysis().prior)).toBe(0);
  });
});

describe('settings', () => {
  it.each([
    [{ dirichletFraction: 2 }, /"dirichletFraction" must be <=1/],
    [{ maxConsidered: 2.5 }, /maxConsidered/],
    [{ cPuct: 1 } as Partial<SearchSettings>, /no setting "cPuct"/],
  ])('that do not fit are refused: %j', (settings, message) => {
    expect(() => new Search(game, settings, new RandomStream('settings'))).toThrow(message);
  });
});

describe('leaves in batches', () => {
  it('fill the batch with different positions, and their losses are taken back', async () => {
    const search = new Search(game, {}, new RandomStream('batch'));
    const evaluator = new UniformEvaluator(game, 8);
    search.setRoot(position());
    search.start(1000);
    expect(search.collect(evaluator, 0, 8)).toBe(1); // the root alone
    search.apply(evaluator, 0);
    for (let i = 0; i < 20; i++) {
      expect(search.collect(evaluator, 0, 8)).toBe(8);
      search.apply(evaluator, 0);
      search.checkConsistency();
    }
    expect(search.visits).toBe(160);
  });

  it('do not go beyond the budget', async () => {
    const search = new Search(game, {}, new RandomStream('batch'));
    search.setRoot(position());
    await runSearch(search, new UniformEvaluator(game, 64), 100);
    expect(search.visits).toBe(100);
  });

  it('must be applied before the next are collected', () => {
    const search = new Search(game, {}, new RandomStream('batch'));
    const evaluator = new UniformEvaluator(game, 8);
    expect(() => search.start(5)).toThrow(/call setRoot/);
    search.setRoot(position());
    search.start(5);
    search.collect(evaluator, 0, 4);
    expect(() => search.collect(evaluator, 0, 4)).toThrow(/wait for apply/);
    expect(() => search.advance(0)).toThrow(/wait for apply/);
  });
});

describe('an evaluator', () => {
  it('that answers no finite numbers is refused', async () => {
    for (const fault of [(e: Evaluator) => e.values.fill(NaN), (e: Evaluator) => e.logits.fill(NaN)]) {
      const evaluator = new UniformEvaluator(game);
      fault(evaluator);
      const search = new Search(game, {}, new RandomStream('fault'));
      search.setRoot(position());
      await expect(runSearch(search, evaluator, 10)).rejects.toThrow(
        expect.objectContaining({ code: 'not-finite' }),
      );
    }
  });

  it('of random games gives the mean result for the player to move and leaves the state as it was', () => {
    const evaluator = new RolloutEvaluator(game, new RandomStream('rollouts'), 4000);
    const state = position();
    evaluator.add(state, 0);
    expect(state.history).toEqual([]);
    // Among all random games of tic-tac-toe the first player wins 58.5 % and loses 28.8 %.
    expect(evaluator.values[0]).toBeCloseTo(0.297, 1);
    evaluator.add(position(0), 0);
    expect(evaluator.values[0]).toBeLessThan(-0.2);
  });
});

describe('UCT with random games', () => {
  it('blocks a threat and takes a win', async () => {
    const play = async (state: State): Promise<number> => {
      const search = new Search(game, { ...searchPresets.uct, prove: false }, new RandomStream('uct'));
      search.setRoot(state);
      await runSearch(search, new RolloutEvaluator(game, new RandomStream('games')), 2000);
      search.checkConsistency();
      return search.chooseAction(0, new RandomStream('unused'));
    };
    expect(await play(position(4, 3, 0))).toBe(8);
    expect(await play(position(0, 3, 1, 4))).toBe(2);
    expect(await play(position())).toBe(4);
  });
});

describe('the account', () => {
  it('holds visits, Q, prior and the principal variation, and the growth of every simulation', async () => {
    const search = await searchAt(position(4), 400, { recordGrowth: true, prove: false });
    const account = search.analysis();
    expect(account.visits).toEqual(Array.from(search.rootVisits()));
    expect(account.visits[4]).toBe(0);
    expect(account.q[4]).toBeNull();
    expect(account.principalVariation.length).toBeGreaterThan(1);
    const state = position(4);
    for (const action of account.principalVariation) state.apply(action);
    expect(search.principalVariation()).toEqual(account.principalVariation);
    for (const action of [0, 1, 2]) expect(search.principalVariation(action)[0]).toBe(action);
    expect(search.principalVariation(4)).toEqual([]);
    const { actions, values } = account.growth!;
    expect(actions.length).toBe(400);
    const counts = new Array<number>(9).fill(0);
    const sums = new Array<number>(9).fill(0);
    actions.forEach((action, index) => {
      counts[action]++;
      sums[action] += values[index];
    });
    expect(counts).toEqual(account.visits);
    counts.forEach((count, action) => {
      if (count > 0) expect(sums[action] / count).toBeCloseTo(account.q[action]!, 6);
    });
    expect(JSON.parse(JSON.stringify(account))).toEqual(account);
  });
});
