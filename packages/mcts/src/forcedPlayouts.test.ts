import { RandomStream } from '@agon/core';
import { makeGame, playMoves } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import { runSearch } from './driver.js';
import { RolloutEvaluator } from './rollout.js';
import { Search } from './search.js';
import type { SearchSettings } from './settings.js';

const game = makeGame('connect_four');
const VISITS = 400;

async function searched(settings: Partial<SearchSettings>, exploring = true, moves = '44'): Promise<Search> {
  const search = new Search(game, { prove: false, ...settings }, new RandomStream('noise'));
  search.exploring = exploring;
  const state = game.newInitialState();
  playMoves(state, moves);
  search.setRoot(state);
  await runSearch(search, new RolloutEvaluator(game, new RandomStream('games'), 4), VISITS);
  return search;
}

const policy = (search: Search): Float32Array => {
  const out = new Float32Array(game.numActions);
  search.policyInto(out, 1);
  return out;
};

describe('forced playouts', () => {
  it('give every move that was walked at least the root of k · prior · visits', async () => {
    const forced = (await searched({ forcedPlayouts: 20, cInit: 0.3 })).rootVisits();
    const plain = (await searched({ cInit: 0.3 })).rootVisits();
    const due = Math.floor(Math.sqrt((20 * VISITS) / 7)); // one visit may lag behind the growing root
    expect(Math.min(...forced)).toBeGreaterThanOrEqual(due);
    expect(Math.min(...plain)).toBeLessThan(due);
  });

  it('are taken out of the policy, but for the best move and what the search would have spent anyway', async () => {
    const search = await searched({ forcedPlayouts: 20, cInit: 0.3 });
    const visits = search.rootVisits();
    const shares = policy(search);
    const best = visits.indexOf(Math.max(...visits));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
    // Counts relative to the best move's, which keeps all of its visits.
    const left = Array.from(shares, (share) => (share / shares[best]) * visits[best]);
    left.forEach((count, action) => {
      expect(count).toBeLessThanOrEqual(visits[action] + 1e-3);
      if (action !== best) expect(count === 0 || count > 1).toBe(true);
    });
    expect(left.reduce((sum, count) => sum + count, 0)).toBeLessThan(VISITS - 20);
    const worst = visits.indexOf(Math.min(...visits));
    expect(left[worst]).toBeLessThan(visits[worst]);
  });

  it('and noise are left out by a search that only looks for a good move', async () => {
    const settings = { forcedPlayouts: 20, cInit: 0.3, dirichletFraction: 0.5 };
    expect((await searched(settings, false)).rootVisits()).toEqual(
      (await searched({ cInit: 0.3 })).rootVisits(),
    );
    const gumbel = { selection: 'gumbel' } as const;
    expect((await searched(gumbel, false)).rootVisits()).toEqual(
      (await searched({ ...gumbel, gumbelScale: 0 })).rootVisits(),
    );
    expect((await searched(gumbel)).rootVisits()).not.toEqual((await searched(gumbel, false)).rootVisits());
  });

  it('do not go with rescaled values', () => {
    expect(
      () => new Search(game, { forcedPlayouts: 2, qTransform: 'minmax-siblings' }, new RandomStream(1)),
    ).toThrow(/identity or unit/);
  });
});
