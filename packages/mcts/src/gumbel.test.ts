/** The closed cases of mctx's own tests (`policies_test.py`, `qtransforms_test.py`). */
import { RandomStream } from '@agon/core';
import { TERMINAL_PLAYER } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import { mixedValue } from './completedQ.js';
import { runSearch, Search, type SearchSettings } from './index.js';
import { ScriptedEvaluator, ScriptedGame, type Position } from './testing/scriptedGame.js';
import { Tree } from './tree.js';

const LOGITS = [0, -1, 2, 3];
const REWARDS = [20, 3, -1, 10];
const ROOT_VALUE = -5;
const SIMULATIONS = 17;
const settings: Partial<SearchSettings> = {
  selection: 'gumbel',
  gumbelScale: 0,
  valueScale: 0.05,
  visitOffset: 60,
  discount: 0,
  prove: false,
};

/** A bandit: every move pays its reward, and nothing after it counts (discount 0). */
function bandit(legal: number[]): ScriptedGame {
  const after = (action: number): Position => ({
    player: 0,
    legal: [0, 1, 2, 3],
    rewards: [REWARDS[action]],
    logits: [0, 0, 0, 0],
    value: 0,
    next: after,
  });
  const start: Position = { player: 0, legal, rewards: [0], logits: LOGITS, value: ROOT_VALUE, next: after };
  return new ScriptedGame(1, 4, start);
}

async function search(legal: number[]): Promise<Search> {
  const game = bandit(legal);
  const result = new Search(game, settings, new RandomStream('bandit'));
  result.setRoot(game.newInitialState());
  await runSearch(result, new ScriptedEvaluator(game), SIMULATIONS);
  return result;
}

const softmax = (logits: number[]): number[] => {
  const weights = logits.map(Math.exp);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
};

describe('Gumbel search of a bandit', () => {
  it('shares the visits as mctx does where two of four moves are legal', async () => {
    const result = await search([1, 2]);
    expect(Array.from(result.rootVisits())).toEqual([0, 9, 8, 0]);
    expect(result.chooseAction(0, new RandomStream('unused'))).toBe(1);
  });

  it('shares the visits as mctx does where all are legal, and plays the winner of the halving', async () => {
    const result = await search([0, 1, 2, 3]);
    expect(Array.from(result.rootVisits())).toEqual([6, 2, 2, 7]);
    expect(result.chooseAction(0, new RandomStream('unused'))).toBe(3);
  });

  it('learns towards softmax(logits + (offset + most visits) · scale · rescaled Q)', async () => {
    const result = await search([0, 1, 2, 3]);
    const policy = new Float32Array(4);
    result.policyInto(policy, 1);
    const scale = (60 + 7) * 0.05;
    const expected = softmax(LOGITS.map((logit, action) => logit + (scale * (REWARDS[action] + 1)) / 21));
    for (let action = 0; action < 4; action++) expect(policy[action]).toBeCloseTo(expected[action], 5);
  });

  it('counts only the visits of this budget in the halving after a tree was reused', async () => {
    const result = await search([0, 1, 2, 3]);
    const before = result.rootVisits();
    await runSearch(result, new ScriptedEvaluator(bandit([0, 1, 2, 3])), 2 * SIMULATIONS);
    const more = result.rootVisits().map((visits, action) => visits - before[action]);
    expect(Array.from(more).sort((a, b) => a - b)).toEqual([2, 2, 6, 7]);
  });

  it('draws another set of moves with noise, each at most once in the first round', async () => {
    const game = bandit([0, 1, 2, 3]);
    const chosen = new Set<string>();
    for (let seed = 0; seed < 40; seed++) {
      const noisy = new Search(
        game,
        { ...settings, gumbelScale: 10, maxConsidered: 2 },
        new RandomStream(seed),
      );
      noisy.setRoot(game.newInitialState());
      await runSearch(noisy, new ScriptedEvaluator(game), 2);
      const visits = Array.from(noisy.rootVisits());
      expect(Math.max(...visits)).toBe(1);
      chosen.add(visits.join(''));
    }
    expect(chosen.size).toBe(6);
  });
});

describe('the mixed value', () => {
  /** A node with the visits and Q of mctx's test; moves 0 and 3 have no prior. */
  function node(visits: number[]): Tree {
    const tree = new Tree();
    tree.addNode(-1, -1, 0);
    tree.addEdges(0, Uint8Array.of(1, 1, 1, 1), 4);
    const priors = [0, ...softmax([-1, 2]), 0];
    [20, 3, -1, 10].forEach((q, action) => {
      tree.prior[action] = priors[action];
      tree.edgeVisits[action] = visits[action];
      tree.q[action] = (10 / 54) * q;
    });
    tree.rawValue[0] = -0.8;
    return tree;
  }

  it('weighs the raw value once and the visited moves by their priors', () => {
    const [p1, p2] = softmax([-1, 2]);
    const expected = (1 / 9) * (-0.8 + 8 * (p1 * (30 / 54) + p2 * (-10 / 54)));
    expect(mixedValue(node([0, 4, 4, 0]), 0)).toBeCloseTo(expected, 6);
  });

  it('is the raw value where nothing was visited', () => {
    expect(mixedValue(node([0, 0, 0, 0]), 0)).toBe(-0.8);
  });

  it('stands at a visited move without prior', () => {
    expect(mixedValue(node([8, 0, 0, 0]), 0)).toBeCloseTo((-0.8 + (8 * 200) / 54) / 9, 6);
  });
});

describe('a finished game under Gumbel search', () => {
  it('is proved like under PUCT', async () => {
    const end = (reward: number): Position => ({
      player: TERMINAL_PLAYER,
      legal: [],
      rewards: [reward],
      logits: [],
      value: 0,
      next: () => end(0),
    });
    const start: Position = {
      player: 0,
      legal: [0, 1, 2, 3],
      rewards: [0],
      logits: LOGITS,
      value: 0,
      next: (action) => end([0, 1, 0.5, -1][action]),
    };
    const game = new ScriptedGame(1, 4, start);
    const result = new Search(game, { selection: 'gumbel', gumbelScale: 0 }, new RandomStream('end'));
    result.setRoot(game.newInitialState());
    await runSearch(result, new ScriptedEvaluator(game), 50);
    expect(result.provenValue).toBe(1);
    expect(result.chooseAction(0, new RandomStream('unused'))).toBe(1);
  });
});
