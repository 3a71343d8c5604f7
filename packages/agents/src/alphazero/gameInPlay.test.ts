import { makeGame, type Game } from '@agon/envs';
import { UniformEvaluator } from '@agon/mcts';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { batchOf, NOBODYS, OPPONENTS, OWN, UNKNOWN, type GameBatch } from './gameBatch.js';
import { RESIGNED, RESIGNED_RIGHTLY, RESIGNED_WRONGLY } from './resignation.js';
import { GameInPlay } from './gameInPlay.js';
import { alphazeroPresets } from './presets.js';
import { alphazeroSchema, requireHonoured, visitsAt, windowAt, type AlphazeroSettings } from './settings.js';

const othello = makeGame('othello:size=4');
const PLAIN = { discount: 1, searchValueShare: 0 };
const settingsOf = (changes: Partial<AlphazeroSettings>): AlphazeroSettings =>
  v.parse(alphazeroSchema, { visits: 12, prove: false, ...changes });

/** Sure that the player to move is lost, or of what `value` says. */
class Biased extends UniformEvaluator {
  constructor(game: Game, value: number) {
    super(game);
    this.values.fill(value);
  }
}

function played(
  game: Game,
  settings: AlphazeroSettings,
  seed: string,
  value = 0,
  record = false,
): GameInPlay {
  const one = new GameInPlay(game, settings, 0, seed, record);
  const evaluator = new Biased(game, value);
  while (one.collect(evaluator, 0)) one.apply(evaluator, 0);
  return one;
}

const many = (settings: AlphazeroSettings, value = 0): GameInPlay[] =>
  Array.from({ length: 40 }, (_, i) => played(othello, settings, `game ${i}`, value));
const sum = (numbers: number[]): number => numbers.reduce((total, each) => total + each, 0);

describe('playout cap randomisation', () => {
  it('records full searches only, about as many as the share says, and none where all are cheap', () => {
    const games = many(settingsOf({ cheapShare: 0.75, cheapVisits: 3 }));
    const moves = sum(games.map((each) => each.state.history.length));
    const share = sum(games.map((each) => each.rows.length)) / moves;
    // 40 games of about 12 moves: deviation 0.02.
    expect(Math.abs(share - 0.25)).toBeLessThan(0.1);
    expect(sum(many(settingsOf({ cheapShare: 1 })).map((each) => each.rows.length))).toBe(0);
    expect(batchOf(many(settingsOf({ cheapShare: 1 })), othello, 0, PLAIN).outcomes).toHaveLength(0);
  });

  it('gives full and cheap searches their visits', () => {
    const settings = settingsOf({ cheapShare: 0.5, cheapVisits: 5, visits: 20 });
    const { accounts } = played(othello, settings, 'visits', 0, true);
    const counts = new Set(accounts!.map((account) => sum(account!.visits!)));
    expect([...counts].filter((count) => count < 5)).toEqual([]); // a kept subtree may bring more
    expect(counts).toContain(5);
    expect(counts).toContain(20);
  });
});

describe('visitsAt', () => {
  it('rises from the first game to the last by equal factors', () => {
    const settings = settingsOf({ visits: 64, visitsStart: 16, visitsRiseGames: 100 });
    expect([0, 50, 100, 1000].map((game) => visitsAt(settings, game))).toEqual([16, 32, 64, 64]);
    expect(visitsAt(settingsOf({ visits: 64 }), 0)).toBe(64);
  });

  it('does not begin with more than the end', () => {
    const settings = settingsOf({ visits: 4, visitsStart: 16, visitsRiseGames: 100 });
    expect([0, 50, 100, 1000].map((game) => visitsAt(settings, game))).toEqual([4, 4, 4, 4]);
  });
});

describe('requireHonoured', () => {
  const check = (changes: Partial<AlphazeroSettings>) => () => requireHonoured(settingsOf(changes));

  it('refuses cheap searches that are not cheap, or all there is', () => {
    expect(check({ cheapShare: 1, cheapVisits: 4 })).toThrow(/"cheapShare" is 1, and nothing is learned/);
    expect(check({ cheapShare: 0.5, cheapVisits: 13 })).toThrow(
      /"cheapVisits" is 13, more than "visits", 12/,
    );
    expect(check({ cheapShare: 0.5, cheapVisits: 12 })).not.toThrow();
    expect(check({ visits: 4 })).not.toThrow(); // the default of cheapVisits is more, and of no account
  });

  it('refuses what Gumbel search leaves out', () => {
    const given = { forcedPlayouts: 2, dirichletFraction: 0.5 };
    expect(check({ ...given, selection: 'gumbel' })).toThrow(
      /nothing comes of "forcedPlayouts", "dirichletFraction"/,
    );
    expect(check(given)).not.toThrow();
    expect(check({ selection: 'gumbel' })).not.toThrow();
  });

  it.each(Object.entries(alphazeroPresets))('takes the preset %s with either selection', (_, preset) => {
    for (const selection of ['puct', 'gumbel'] as const)
      expect(check({ ...preset, selection })).not.toThrow();
  });
});

describe('windowAt', () => {
  it('is all positions at first, then grows slower than their number, up to the limit', () => {
    const settings = settingsOf({ window: 5000, windowStart: 1000 });
    expect(windowAt(settings, 800)).toBe(800);
    // KataGo's formula with its power 0.75 and slope 0.4: 1000 · (1 + 0.4 · (16^0.75 − 1) / 0.75).
    expect(windowAt(settings, 16_000)).toBe(Math.floor(1000 * (1 + (0.4 * 7) / 0.75)));
    expect(windowAt(settings, 1e7)).toBe(5000);
    expect(windowAt(settingsOf({ window: 5000 }), 16_000)).toBe(5000);
  });
});

describe('resignation', () => {
  it('ends a game where a player stays hopeless, as its loss', () => {
    const one = played(othello, settingsOf({ resignBelow: 0.5, resignPlayOut: 0 }), 'resign', -0.9);
    expect(one.state.isTerminal).toBe(false);
    expect(one.resignation).toBe(RESIGNED);
    expect(one.returns()[one.state.currentPlayer]).toBe(-1);
    expect(sum(one.returns())).toBe(0);
  });

  it('plays a share of games out and tells whether the player was right', () => {
    // Whoever evaluates every position as good for the player to move thinks that every move is bad; one who gives up
    // lightly is wrong about it now and then.
    const settings = settingsOf({ resignBelow: 0.1, resignPlayOut: 0.5, temperatureMoves: 30 });
    const kinds = many(settings, 0.9).map((each) => each.resignation);
    for (const kind of [RESIGNED, RESIGNED_RIGHTLY, RESIGNED_WRONGLY]) expect(kinds).toContain(kind);
    for (const each of many(settingsOf({ resignBelow: 0.5, resignPlayOut: 1 }), -0.9))
      expect(each.state.isTerminal).toBe(true);
  });

  it('does not come where it is off, nor in a recorded game', () => {
    for (const each of many(settingsOf({}), -0.99)) expect(each.state.isTerminal).toBe(true);
    const recorded = played(othello, settingsOf({ resignBelow: 0.5, resignPlayOut: 0 }), 'r', -0.9, true);
    expect(recorded.state.isTerminal).toBe(true);
  });
});

describe('territory in a batch', () => {
  const cells = 16;
  const check = (batch: GameBatch, games: GameInPlay[]): void => {
    let row = 0;
    for (const each of games) {
      const owners = new Int8Array(cells);
      const lead = each.state.ownershipInto!(owners);
      for (const { mover } of each.rows) {
        const own = batch.ownership.subarray(row * cells, (row + 1) * cells);
        const sign = mover === 0 ? 1 : -1;
        const expected = Array.from(owners, (owner) => [OPPONENTS, NOBODYS, OWN][1 + sign * owner]);
        expect([...own]).toEqual(expected);
        expect(batch.scores[row]).toBeCloseTo((sign * lead) / cells, 6);
        // The lead decides the game: all three agree.
        expect(Math.sign(batch.scores[row])).toBe(batch.outcomes[row]);
        row++;
      }
    }
    expect(row).toBe(batch.outcomes.length);
  };

  it('is seen by the player to move, and agrees with the outcome', () => {
    const games = many(settingsOf({ temperatureMoves: 30 })).slice(0, 8);
    check(batchOf(games, othello, 0, PLAIN), games);
  });

  it('is unknown where the game ended by resignation, and missing where the game has none', () => {
    const resigned = played(othello, settingsOf({ resignBelow: 0.5, resignPlayOut: 0 }), 'resign', -0.9);
    const batch = batchOf([resigned], othello, 0, PLAIN);
    expect(new Set(batch.ownership)).toEqual(new Set([UNKNOWN]));
    expect(batch.scores.every((score) => score === 0)).toBe(true);
    const game = makeGame('tic_tac_toe');
    const one = new GameInPlay(game, settingsOf({}), 0, 'none', false);
    const evaluator = new UniformEvaluator(game);
    while (one.collect(evaluator, 0)) one.apply(evaluator, 0);
    expect(batchOf([one], game, 0, PLAIN).ownership).toHaveLength(0);
  });
});

describe('Gumbel self-play', () => {
  it('gives each search a whole budget, learns a policy over all legal moves, and varies its games by noise alone', () => {
    const settings = settingsOf({ selection: 'gumbel', maxConsidered: 4, visits: 8, temperatureMoves: 0 });
    const games = many(settings);
    expect(new Set(games.map((each) => each.state.history.join())).size).toBeGreaterThan(10);
    const state = othello.newInitialState();
    const { policy } = games[0].rows[0];
    for (const action of state.legalActions()) expect(policy[action]).toBeGreaterThan(0);
    expect(sum([...policy])).toBeCloseTo(1, 5);
  });
});

describe('how concentrated a search is', () => {
  it.each(['puct', 'gumbel'] as const)('is the largest share of its visits, %s', (selection) => {
    // The learned policy is freed of forced playouts, and Gumbel's is no share of visits at all.
    const forced = selection === 'puct' ? { forcedPlayouts: 2 } : {};
    const one = played(othello, settingsOf({ selection, visits: 30, ...forced }), 'concentration', 0, true);
    const batch = batchOf([one], othello, 0, PLAIN);
    const shares = one.accounts!.map((account) => Math.max(...account!.visits!) / sum(account!.visits!));
    expect(batch.concentrations).toEqual(Float32Array.from(shares));
    const sharpest = one.rows.map(({ policy }) => Math.fround(Math.max(...policy)));
    expect(Float32Array.from(sharpest)).not.toEqual(batch.concentrations);
  });
});

describe('what the value learns', () => {
  it('is the outcome, mixed with the value that the search found by its share', () => {
    const games = many(settingsOf({ prove: true }), 0.25);
    const rows = games.flatMap((each) =>
      each.rows.map((row) => ({ ...row, outcome: each.returns()[row.mover] })),
    );
    const learned = (share: number): number[] => [
      ...batchOf(games, othello, 0, { discount: 1, searchValueShare: share }).outcomes,
    ];
    expect(learned(0)).toEqual(rows.map(({ outcome }) => outcome));
    expect(learned(1)).toEqual(rows.map(({ value }) => Math.fround(value)));
    expect(learned(0.25)).toEqual(
      rows.map(({ outcome, value }) => Math.fround(0.75 * outcome + 0.25 * value)),
    );
    // Late searches see the end of the game: their values are exact, and right wherever both players then play well.
    const exact = rows.filter(({ value }) => Math.abs(value) === 1);
    expect(exact.length).toBeGreaterThan(40);
    expect(exact.filter(({ value, outcome }) => value === outcome).length / exact.length).toBeGreaterThan(
      0.9,
    );
  });

  it('is worth less by the discount with each move before the end, in the search as in the outcome', () => {
    const game = makeGame('connect_four');
    const settings = settingsOf({ discount: 0.9, prove: true, visits: 200 });
    for (let seed = 0; seed < 8; seed++) {
      const one = played(game, settings, `game ${seed}`);
      const { outcomes } = batchOf([one], game, 0, settings);
      const last = outcomes.length - 1;
      expect(Math.abs(outcomes[last])).toBe(one.returns()[0] === 0 ? 0 : 1);
      for (let row = 0; row < last; row++) expect(outcomes[row]).toBeCloseTo(-0.9 * outcomes[row + 1], 5);
      if (one.returns()[0] === 0) continue;
      // The winner saw a move that wins; the loser before it, at the latest, saw that all moves lose.
      expect(one.rows[last].value).toBe(1);
      expect(one.rows[last - 1].value).toBeCloseTo(-0.9, 5);
    }
  });
});
