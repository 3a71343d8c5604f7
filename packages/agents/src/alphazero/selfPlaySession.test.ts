import { RandomStream } from '@agon/core';
import { Parameters } from '@agon/engine';
import { makeGame, observationSize, type Game } from '@agon/envs';
import { makeLiveGames, readLiveGames, type Hooks, type LiveGames } from '@agon/learning';
import * as v from 'valibot';
import { afterAll, describe, expect, it } from 'vitest';
import { makeNetwork } from '@agon/nets';
import { ObservationRows } from '../board/observationRows.js';
import type { GameBatch } from './gameBatch.js';
import { NOT_RESIGNED, RESIGNED, RESIGNED_RIGHTLY, RESIGNED_WRONGLY } from './resignation.js';
import { SelfPlaySession } from './selfPlaySession.js';
import { selfPlayJobs, type SelfPlay, type SelfPlayConfig, type SelfPlayJob } from './selfPlayJobs.js';
import { ShownGames } from './shownGames.js';
import { firstEpisode, latestChecks, selfPlayMetrics } from './report.js';
import { alphazeroSchema } from './settings.js';

const game: Game = makeGame('tic_tac_toe');
const size = observationSize(game.observation);
const settings = v.parse(alphazeroSchema, {
  network: 'board-mlp:hidden=16',
  visits: 12,
  parallelGames: 8,
  openingMoves: 3,
  temperatureMoves: 4,
});
const network = makeNetwork(settings.network, 'policy-value', { input: game.observation.shape, actions: 9 });
const weights = new Parameters(network.parameters).initialise(new RandomStream('weights')).flat.slice();
const config = (): SelfPlayConfig => ({ env: 'tic_tac_toe', settings, seed: 3 });
const job = (changes: Partial<SelfPlayJob> = {}): SelfPlayJob => ({
  firstGame: 0,
  numGames: 8,
  record: false,
  ...changes,
});

const players: SelfPlaySession[] = [];
const player = (made = config()): SelfPlaySession => {
  players.push(new SelfPlaySession(made));
  return players[players.length - 1];
};
afterAll(() => Promise.all(players.map((each) => each.close())));

/** Lets a player do a job by the weights of some version. */
const play = (
  one: SelfPlaySession,
  changes: Partial<SelfPlayJob> = {},
  common: SelfPlay['common'] = { weights, version: 0 },
  hooks: Hooks<SelfPlay> = { signal: new AbortController().signal },
) => one.run(job(changes), common, hooks);

/** And shows its games. */
async function playShown(one: SelfPlaySession, live: LiveGames, changes: Partial<SelfPlayJob> = {}) {
  const shown = new ShownGames(live);
  const signal = new AbortController().signal;
  const report = (games: SelfPlay['progress']): void => shown.show(games);
  return play(one, changes, undefined, { signal, report });
}

describe('SelfPlaySession', () => {
  it('shows its games while it plays them, and plays the same', async () => {
    const live = makeLiveGames(3, game.maxGameLength);
    const unwatched = await play(player());
    expect(await playShown(player(), live)).toEqual(unwatched);
    const starts = [0];
    for (const length of unwatched!.lengths) starts.push(starts[starts.length - 1] + length);
    const shown = readLiveGames(live);
    expect(shown.map((each) => [each.game, each.isOver])).toEqual([0, 1, 2].map((number) => [number, true]));
    for (const { game: number, moves } of shown)
      expect(moves).toEqual([...unwatched!.actions.slice(starts[number], starts[number + 1])]);
  });

  it('plays whole legal games, and records each searched position with its policy and outcome', async () => {
    const batch = (await play(player()))!;
    let move = 0;
    let row = 0;
    const kept = new ObservationRows(game.observation, batch.outcomes.length);
    kept.take(0, batch.observations);
    const recorded = new Float32Array(size);
    batch.lengths.forEach((length, index) => {
      const state = game.newInitialState();
      const rows: { mover: number; row: number }[] = [];
      for (let ply = 0; ply < length; ply++) {
        const observation = new Uint8Array(size);
        state.observe(observation);
        if (row < batch.outcomes.length) kept.readInto(recorded, row);
        // A random opening is not recorded: rows begin where the first recorded position is reached.
        if (observation.join() === recorded.join()) {
          const policy = batch.policies.subarray(row * 9, (row + 1) * 9);
          expect(policy.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
          policy.forEach((share, action) => expect(share === 0 || state.isLegal(action)).toBe(true));
          rows.push({ mover: state.currentPlayer, row: row++ });
        } else expect(rows.length).toBe(0);
        state.apply(batch.actions[move++]);
      }
      expect(state.isTerminal).toBe(true);
      expect([...batch.returns.subarray(2 * index, 2 * index + 2)]).toEqual(state.returns());
      for (const each of rows) expect(batch.outcomes[each.row]).toBe(state.returns()[each.mover]);
      expect(length - rows.length).toBeLessThanOrEqual(3);
    });
    expect(row).toBe(batch.outcomes.length);
  });

  it('plays the same games whoever plays them, and whatever was played before', async () => {
    const one = player();
    const first = await play(one);
    await play(one, { firstGame: 8, numGames: 5 });
    await play(one, { firstGame: 100 }, { weights: weights.map((value) => -value), version: 1 });
    expect(await play(one, {}, { weights, version: 2 })).toEqual(first);
    expect(await play(player())).toEqual(first);
    expect(await play(player({ ...config(), seed: 4 }))).not.toEqual(first);
  });

  it.each([1, 3])(
    'plays a job of more games than share a batch in turns, %d at a time',
    async (parallelGames) => {
      const live = makeLiveGames(2, game.maxGameLength);
      const one = player({ ...config(), settings: { ...settings, parallelGames } });
      const batch = (await playShown(one, live, { numGames: 7, record: true }))!;
      expect(batch.lengths).toHaveLength(7);
      expect(batch.accounts).toHaveLength(batch.lengths[0]);
      // Which games share a batch decides about the last bits of values, and these games do not hang on them.
      const whole = (await play(player(), { numGames: 7 }))!;
      expect(batch.actions).toEqual(whole.actions);
      expect(batch.outcomes).toEqual(whole.outcomes);
      expect(readLiveGames(live).every(({ isOver }) => isOver)).toBe(true);
    },
  );

  it('gives an empty batch for a job of no games', async () => {
    const batch = (await play(player(), { numGames: 0 }))!;
    expect([batch.lengths.length, batch.outcomes.length, batch.accounts]).toEqual([0, 0, null]);
  });

  it('gives up where it is told to stop', async () => {
    const signal = AbortSignal.abort();
    expect(await play(player(), {}, undefined, { signal })).toBeUndefined();
  });

  it('keeps what the search thought in the first game where it is asked to', async () => {
    const batch = (await play(player(), { record: true }))!;
    const { actions, accounts, hashes, result } = firstEpisode(game, batch, '3');
    expect(accounts).toHaveLength(actions.length);
    const state = game.newInitialState();
    actions.forEach((action, ply) => {
      const account = accounts![ply];
      if (account) expect(account.visits![action]).toBeGreaterThan(0);
      state.apply(action);
    });
    expect(accounts!.filter(Boolean).length).toBeGreaterThan(0);
    expect(hashes).toEqual([state.hash()]);
    expect(result).toEqual(state.returns());
  });
});

describe('self-play jobs', () => {
  it('cut a round into batches that can be played side by side, and record its first game', () => {
    expect(selfPlayJobs(20, 7, 3)).toEqual([
      { firstGame: 20, numGames: 3, record: true },
      { firstGame: 23, numGames: 3, record: false },
      { firstGame: 26, numGames: 1, record: false },
    ]);
  });
});

describe('selfPlayMetrics', () => {
  it('counts draws, equal games and how sharp the searches were', () => {
    const batches: GameBatch[] = [
      {
        lengths: Int32Array.of(2, 2, 1),
        actions: Int32Array.of(0, 1, 0, 1, 2),
        returns: Float32Array.of(1, -1, 1, -1, 0, 0),
        observations: new Uint8Array(0),
        policies: Float32Array.of(1, 0, 0.5, 0.5, 0.25, 0.75),
        concentrations: Float32Array.of(0.75, 0.5, 1),
        outcomes: Float32Array.of(1, 1, 0),
        resignations: Uint8Array.of(1, 2, 3),
        ownership: new Uint8Array(0),
        scores: new Float32Array(0),
        evaluations: 9,
        accounts: null,
      },
    ];
    const { games, moves, values } = selfPlayMetrics(batches, latestChecks([true, true], batches));
    expect([games, moves]).toEqual([3, 5]);
    expect(values.drawRate).toBeCloseTo(1 / 3);
    expect(values.firstPlayerScore).toBeCloseTo(2.5 / 3);
    expect(values.uniqueGames).toBeCloseTo(2 / 3);
    expect(values.gameLength).toBeCloseTo(5 / 3);
    expect(values.resignRate).toBeCloseTo(1 / 3);
    expect(values.resignsChecked).toBe(4);
    expect(values.falseResigns).toBeCloseTo(3 / 4);
    expect(values.visitConcentration).toBeCloseTo((0.75 + 0.5 + 1) / 3);
    expect(selfPlayMetrics(batches, []).values).not.toHaveProperty('falseResigns');
  });

  it('takes the share of false resignations over the latest 200 that were checked', () => {
    const of = (...kinds: number[]) => [{ resignations: Uint8Array.from(kinds) } as GameBatch];
    let checks: boolean[] = [];
    for (let i = 0; i < 60; i++)
      checks = latestChecks(checks, of(RESIGNED_WRONGLY, NOT_RESIGNED, RESIGNED, RESIGNED_WRONGLY));
    expect(checks).toEqual(Array.from({ length: 120 }, () => true));
    for (let i = 0; i < 100; i++) checks = latestChecks(checks, of(RESIGNED_RIGHTLY));
    expect(checks).toEqual(Array.from({ length: 200 }, (_, index) => index < 100));
  });
});
