import { describe, expect, it } from 'vitest';
import type { Agent } from '@agon/agents';
import { makeGame, type State } from '@agon/envs';
import { resimulate } from '@agon/runs';
import { random } from './testing/players.js';
import type { GameRecord } from './gameRecord.js';
import { numbered } from './agentNames.js';
import { planTournament, tournament, type TournamentOptions } from './tournament.js';
import type { RatingPlan } from './tournamentPlan.js';

/** Plays the first legal action, or an illegal one from some move on. */
function first(name: string, illegalFrom = Infinity): Agent {
  return {
    name,
    reset: () => undefined,
    act: (situation) => {
      if (situation.kind !== 'game') return 0;
      const { state } = situation;
      return state.history.length >= illegalFrom ? 99 : state.legalActions()[0];
    },
    analysis: () => undefined,
    dispose: () => Promise.resolve(),
  };
}

const makers: Record<string, () => Agent> = {
  random: () => random('random'),
  other: () => random('other'),
  first: () => first('first'),
  liar: () => first('liar', 4),
};

const run = (more: Partial<TournamentOptions>) =>
  tournament({
    env: 'tic_tac_toe',
    agents: ['random', 'other'],
    games: 10,
    seed: 1,
    makeAgent: (spec) => Promise.resolve(makers[spec]()),
    ...more,
  });

/** A tournament with its records. */
async function played(more: Partial<TournamentOptions>) {
  const records: GameRecord[] = [];
  const result = await run({ ...more, onGame: (record) => records.push(record) });
  return { result, records };
}

describe('a round robin', () => {
  it('plays every pair of agents so many games, half of them with seats swapped on the same opening', () => {
    const jobs = planTournament({
      env: 'tic_tac_toe',
      agents: ['a', 'b', 'c'],
      games: 6,
      seed: 1,
      openingPlies: 2,
    });
    expect(jobs).toHaveLength(18);
    for (let i = 0; i < jobs.length; i += 2) {
      expect(jobs[i + 1].seats).toEqual([...jobs[i].seats].reverse());
      expect(jobs[i + 1].opening).toEqual(jobs[i].opening);
      expect(jobs[i].opening).toHaveLength(2);
    }
    expect(new Set(jobs.slice(0, 6).map(({ opening }) => opening.join())).size).toBe(1);
    expect(new Set(jobs.map(({ opening }) => opening.join())).size).toBeGreaterThan(1);
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(18);
  });

  it('gives the same games for the same seed, and others for another', async () => {
    const [a, b, c] = [await played({}), await played({}), await played({ seed: 2 })];
    expect(b.records).toEqual(a.records);
    expect(b.result).toEqual(a.result);
    expect(c.records).not.toEqual(a.records);
  });

  it('counts the same points for both sides', async () => {
    const { result, records } = await played({ agents: ['random', 'other', 'first'], games: 20 });
    if (result.kind !== 'game') throw new Error('tic_tac_toe is a game');
    const sum = (key: 'games' | 'wins' | 'draws' | 'losses') =>
      result.players.reduce((total, row) => total + row[key], 0);
    expect(sum('wins')).toBe(sum('losses'));
    expect(sum('games')).toBe(2 * (records.length - result.duplicates));
    expect(result.players.reduce((total, { elo }) => total + elo!, 0)).toBeCloseTo(0, 6);
    expect(Object.keys(result.players[0]).slice(0, 7)).toEqual([
      'agent',
      'elo',
      'ci95',
      'games',
      'wins',
      'draws',
      'losses',
    ]);
    expect(result.pairs.map(({ a, b }) => [a, b])).toEqual([
      ['random', 'other'],
      ['random', 'first'],
      ['other', 'first'],
    ]);
    for (const { replay } of records) expect([...resimulate(replay)].at(-1)?.returns).toEqual(replay.result);
  });

  it('does not play again what was played, and ends with the same table', async () => {
    const whole = await played({ agents: ['random', 'other', 'first'] });
    const rest = await played({ agents: ['random', 'other', 'first'], played: whole.records.slice(0, 13) });
    expect(rest.records).toEqual(whole.records.slice(13));
    expect(rest.result).toEqual(whole.result);
  });

  it('finds games that repeat, does not count them, and says so', async () => {
    makers.twin = () => first('twin');
    const { result } = await played({ agents: ['first', 'twin'], games: 10 });
    expect(result).toMatchObject({
      duplicates: 8,
      players: [{ games: 2, wins: 1, losses: 1 }, { games: 2 }],
    });
    expect(result.warnings).toEqual([expect.stringContaining('8 of 10 games were the same') as string]);
    const open = await played({ agents: ['first', 'twin'], games: 10, openingPlies: 2 });
    expect(open.result).toMatchObject({ duplicates: expect.any(Number) as number });
    if (open.result.kind === 'game') expect(open.result.duplicates).toBeLessThan(5);
  });

  it('lets an agent that moves illegally lose that game, and goes on', async () => {
    const { result, records } = await played({ agents: ['liar', 'random'], games: 4 });
    expect(records).toHaveLength(4);
    const forfeited = records.filter(({ replay }) => replay.ended?.reason === 'forfeit');
    expect(forfeited.length).toBeGreaterThan(0);
    for (const { seats, replay } of forfeited) {
      expect(seats[replay.ended?.player ?? -1]).toBe(0);
      expect(replay.ended?.text).toContain('played 99, which is not legal');
      expect(replay.result[replay.ended?.player ?? -1]).toBe(-1);
    }
    expect(result).toMatchObject({
      players: [{ agent: 'liar', forfeits: forfeited.length }, { forfeits: 0 }],
    });
  });

  it('of one against all others is a gauntlet', () => {
    const plan = {
      env: 'tic_tac_toe',
      agents: ['a', 'b', 'c'],
      games: 4,
      seed: 1,
      schedule: 'gauntlet' as const,
    };
    const jobs = planTournament(plan);
    expect(jobs).toHaveLength(8);
    for (const { seats } of jobs) expect(seats).toContain(0);
  });

  it('ends as soon as a sequential test is decided, and says what that means', async () => {
    const agents = ['random', 'first'];
    const { result, records } = await played({ agents, games: 5_000, sprt: { elo0: 0, elo1: 50 } });
    expect(records.length).toBeLessThan(5_000);
    expect(result.sprt).toMatchObject({ elo0: 0, elo1: 50, decision: 'H0' });
    expect(result.warnings.join()).toContain('sequential test ended the match with H0');
    await expect(
      played({ agents: ['random', 'first', 'other'], sprt: { elo0: 0, elo1: 5 } }),
    ).rejects.toThrow(/two agents/);
  });

  it('gives differences with intervals, by the normal approximation and by resampling pairs', async () => {
    const { result } = await played({ agents: ['random', 'first'], games: 300 });
    if (result.kind !== 'game') throw new Error('tic_tac_toe is a game');
    const [pair] = result.pairs;
    expect(pair.difference).toBeCloseTo(result.players[0].elo! - result.players[1].elo!, 9);
    expect(pair.pentanomial.reduce((a, b) => a + b)).toBe(150);
    const widths = [pair.ci95!, pair.bootstrapCi95!].map(([low, high]) => high - low);
    expect(widths[1] / widths[0]).toBeGreaterThan(0.7);
    expect(widths[1] / widths[0]).toBeLessThan(1.3);
    for (const [low, high] of [pair.ci95!, pair.bootstrapCi95!]) {
      expect(low).toBeLessThan(pair.difference!);
      expect(high).toBeGreaterThan(pair.difference!);
    }
  });

  it('can be rated against anchors, with the advantage of moving first', async () => {
    const ratings = { anchors: { first: 1000 }, firstPlayerAdvantage: 'estimate' as const, prior: 0.5 };
    const { result } = await played({ agents: ['random', 'first', 'other'], games: 100, ratings });
    if (result.kind !== 'game') throw new Error('tic_tac_toe is a game');
    expect(result.players[1]).toMatchObject({ elo: 1000, ci95: [1000, 1000] });
    expect(result.firstPlayerAdvantage).toBeGreaterThan(20);
    await expect(played({ ratings: { anchors: { radnom: 0 } } })).rejects.toThrow(
      /unknown anchor "radnom"; did you mean "random"/,
    );
  });

  it('is rated without a prior, also where somebody made no point', async () => {
    makers.loser = () => first('loser', 0);
    const agents = ['loser', 'random', 'other'];
    const ratings = { prior: 0 };
    const { result } = await played({ agents, games: 20, ratings });
    if (result.kind !== 'game') throw new Error('tic_tac_toe is a game');
    const [loser, random, other] = result.players;
    expect(loser).toMatchObject({ elo: null, ci95: null, unrated: 'below', wins: 0, draws: 0 });
    expect(random.elo! + other.elo!).toBeCloseTo(0, 9);
    expect(result.warnings.join('\n')).toContain(
      'loser has no finite rating: it made no point. A prior (--prior 1) gives it one.',
    );
    const anchored = await played({
      agents,
      games: 20,
      ratings: { prior: 0, anchors: { other: 1500 } },
    });
    expect(anchored.result.players).toMatchObject([
      { elo: null },
      { elo: 1500 + random.elo! - other.elo! },
      { elo: 1500, ci95: [1500, 1500] },
    ]);
  });

  it('refuses a prior, anchors and an advantage that no rating can bear', () => {
    const plan = { env: 'tic_tac_toe', agents: ['a', 'b'], games: 2, seed: 1 };
    for (const prior of [-1, 1e-9, 1e9, NaN])
      expect(() => planTournament({ ...plan, ratings: { prior } })).toThrow(/the prior must be 0, or/);
    const unbearable: RatingPlan[] = [
      { anchors: { a: 0, b: 6000 } },
      { firstPlayerAdvantage: -6000 },
      { anchors: { a: NaN } },
    ];
    for (const ratings of unbearable)
      expect(() => planTournament({ ...plan, ratings })).toThrow(/anchors may lie 5000 Elo apart/);
    expect(() => planTournament({ ...plan, ratings: { anchors: { a: 14_000, b: 12_000 } } })).not.toThrow();
  });

  it('refuses too few agents, the same agent twice and no games', () => {
    const plan = { env: 'tic_tac_toe', agents: ['a', 'b'], games: 2, seed: 1 };
    expect(() => planTournament({ ...plan, agents: ['a'] })).toThrow(/at least 2 agents/);
    expect(() => planTournament({ ...plan, agents: ['a', 'a'] })).toThrow(/"a" is named twice/);
    expect(() => planTournament({ ...plan, games: 0 })).toThrow(/games must be/);
  });

  it('lets an agent play itself under another name', async () => {
    const agents = numbered(['a', 'b', 'a', 'a']);
    expect(agents).toEqual(['a', 'b', 'a#2', 'a#3']);
    const made: string[] = [];
    const makeAgent = (spec: string): Promise<Agent> => {
      made.push(spec);
      return Promise.resolve(random(spec));
    };
    const result = await tournament({ env: 'tic_tac_toe', agents, games: 2, seed: 1, makeAgent });
    expect(made).toEqual(['a', 'b', 'a', 'a']);
    expect(result.players.map(({ agent }) => agent)).toEqual(agents);
  });

  it('plays 10,000 games of tic-tac-toe between random agents in less than 10 s', async () => {
    const began = process.cpuUsage();
    const result = await run({ games: 10_000 });
    const { user, system } = process.cpuUsage(began); // processor time: others may share the machine
    expect((user + system) / 1e6).toBeLessThan(10);
    expect(result).toMatchObject({ duplicates: 0 });
    if (result.kind !== 'game') return;
    // Random play, first player: 58.5 % wins, 12.7 % draws (from the 255,168 games, weighted), so a score of 0.648.
    expect(Math.abs((result.firstPlayerScore ?? 0) - 0.648)).toBeLessThan(0.02);
    const [low, high] = result.players[0].ci95!;
    expect(low < 0 && 0 < high).toBe(true);
  });
});

describe('agents in a single-player environment', () => {
  it('play the same episodes and are compared on them', async () => {
    makers.noop = () => first('noop');
    const { result, records } = await played({
      env: 'minatar-breakout',
      agents: ['random', 'noop'],
      games: 30,
    });
    expect(records).toHaveLength(60);
    expect(records[0].replay.seed).toBe(records[1].replay.seed);
    if (result.kind !== 'env') throw new Error('minatar-breakout is an environment');
    const [a, b] = result.players;
    expect(a.episodes).toBe(30);
    expect(result.pairs[0].difference).toBeCloseTo(a.mean! - b.mean!, 9);
    expect(result.pairs[0].ci95![0]).toBeLessThanOrEqual(result.pairs[0].difference!);
    expect(result.pairs[0].probabilityOfImprovement).toBeGreaterThanOrEqual(0);
  });
});

describe('random openings', () => {
  it('never end the game', () => {
    const jobs = planTournament({
      env: 'tic_tac_toe',
      agents: ['a', 'b'],
      games: 200,
      seed: 5,
      openingPlies: 5,
    });
    for (const { opening } of jobs) {
      const state: State = makeGame('tic_tac_toe').newInitialState();
      for (const action of opening) state.apply(action);
      expect(state.isTerminal).toBe(false);
      expect(opening).toHaveLength(5);
    }
  });

  it('have no pass', () => {
    const plan = { env: 'go:size=2', agents: ['a', 'b'], games: 100, seed: 5, openingPlies: 2 };
    for (const { opening } of planTournament(plan)) {
      expect(opening).toHaveLength(2);
      expect(opening).not.toContain(4);
    }
  });
});
