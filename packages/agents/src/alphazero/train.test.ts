import { AgonError, RandomStream } from '@agon/core';
import { makeEnvironment, makeGame } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import type { TrainEvent, TrainOptions } from '@agon/learning';
import { makeAgent } from '../registry.js';
import { checkpoints, collect, lastCheckpoint, metric, readBack } from '@agon/learning/testing';
import { alphazero } from './alphazero.js';

const options = (changes: Partial<TrainOptions> = {}): TrainOptions => ({
  env: 'tic_tac_toe',
  settings: {
    network: 'board-mlp:hidden=16',
    visits: 8,
    gamesPerIteration: 12,
    parallelGames: 5,
    openingMoves: 2,
    window: 300,
    batchSize: 16,
    matchGames: 4,
  },
  seed: 11,
  steps: 600,
  workers: 0,
  checkpointEvery: 150,
  ...changes,
});

/** Every switch that goes with the other ones, in a game of territory. */
const accelerated = {
  env: 'othello:size=4',
  settings: {
    network: 'residual-tower:blocks=2,channels=4,pooling=2,policyHead=points,valueHidden=8,territory=true',
    visits: 8,
    visitsStart: 4,
    visitsRiseGames: 30,
    gamesPerIteration: 8,
    parallelGames: 5,
    openingMoves: 2,
    forcedPlayouts: 2,
    cheapShare: 0.5,
    cheapVisits: 4,
    resignBelow: 0.3,
    resignPlayOut: 0.5,
    window: 150,
    windowStart: 60,
    ownershipWeight: 1,
    scoreWeight: 1,
    batchSize: 8,
    reuse: 1,
    averaging: 0.9,
    matchGames: 2,
  },
  steps: 300,
  checkpointEvery: 100,
} satisfies Partial<TrainOptions>;
const gumbel = {
  ...accelerated,
  settings: { ...accelerated.settings, forcedPlayouts: 0, selection: 'gumbel', maxConsidered: 4 },
} satisfies Partial<TrainOptions>;

const run = (
  changes: Partial<TrainOptions> = {},
  onEvent?: (event: TrainEvent) => void,
): Promise<TrainEvent[]> => collect(alphazero.train(options(changes)), onEvent);

describe('alphazero training', () => {
  it('gives the same bytes for the same seed, and others for another', async () => {
    const [a, b, c] = [await run(), await run(), await run({ seed: 12 })].map(checkpoints);
    expect(b).toEqual(a);
    expect(c[0].weights).not.toEqual(a[0].weights);
    expect(a.map(({ step }) => step)[0]).toBe(0);
    expect(a.length).toBeGreaterThan(3);
  });

  it('goes on from every checkpoint with the bytes of a run that never stopped', async () => {
    const whole = checkpoints(await run());
    for (let i = 0; i < whole.length; i++) {
      const resumed = checkpoints(await run({ resume: readBack(whole.slice(0, i + 1)) }));
      expect(resumed).toEqual(whole.slice(i + 1));
    }
  });

  it.each([
    ['PUCT', accelerated],
    ['Gumbel', gumbel],
  ])('goes on with the same bytes with every accelerator on, %s', async (_, changes) => {
    const events = await run(changes);
    const whole = checkpoints(events);
    expect(whole.length).toBeGreaterThan(3);
    for (const kept of [1, 3]) {
      const again = await run({ ...changes, resume: readBack(whole.slice(0, kept)) });
      const resumed = checkpoints(again);
      expect(resumed).toEqual(whole.slice(kept));
      for (const name of ['visitConcentration', 'resignsChecked', 'falseResigns'])
        expect(metric(again, name), name).toEqual(metric(events, name).slice(-metric(again, name).length));
      expect(metric(again, 'resignsChecked').length).toBeGreaterThan(0);
    }
    const checks = metric(events, 'resignsChecked');
    expect(checks).toEqual([...checks].sort((a, b) => a - b));
    const values = Object.assign(
      {},
      ...events.map((event) => (event.kind === 'metrics' ? event.values : {})),
    );
    expect(values.visits).toBe(8);
    expect(values.ownershipLoss).toBeGreaterThan(0);
    expect(values.scoreLoss).toBeGreaterThan(0);
    const rates = events.map((event) => (event.kind === 'metrics' ? (event.values.resignRate ?? 0) : 0));
    expect(Math.max(...rates)).toBeGreaterThan(0);
    expect(values.falseResigns).toBeGreaterThanOrEqual(0);
    expect(values.window).toBeLessThan(150);
  });

  it('begins with the weights of another run, grown, and needs them no more where it goes on', async () => {
    const { settings: given, env } = accelerated;
    const first = checkpoints(await run({ ...accelerated, steps: 150 })).pop()!;
    expect(first.state.arrays.average).not.toEqual(first.state.arrays.parameters);
    const asked: string[] = [];
    const source = async (path: string) => {
      asked.push(path);
      return { algorithm: 'alphazero', env, settings: given, step: 1, weights: first.weights };
    };
    const start = { ...given, start: 'runs/first' };
    const atOnce = { ...accelerated, settings: start, checkpoints: source, signal: AbortSignal.abort() };
    const [same] = checkpoints(await run(atOnce));
    expect(same.state.arrays.parameters).toEqual(first.state.arrays.average);

    const network = given.network.replace('blocks=2,channels=4', 'blocks=3,channels=5');
    const larger = { ...accelerated, settings: { ...start, network }, steps: 150, checkpointEvery: 50 };
    const grown = checkpoints(await run({ ...larger, checkpoints: source }));
    expect(asked).toEqual(['runs/first', 'runs/first']);
    expect(checkpoints(await run({ ...larger, resume: readBack(grown.slice(0, 2)) }))).toEqual(
      grown.slice(2),
    );
    await expect(run(larger)).rejects.toThrow(/no runs here/);
    const elsewhere = {
      ...accelerated,
      env: 'hex:size=4',
      settings: { ...start, ownershipWeight: 0, scoreWeight: 0 },
    };
    await expect(run({ ...elsewhere, checkpoints: source })).rejects.toMatchObject({
      code: 'bad-option',
      message: expect.stringMatching(/"runs\/first" plays othello; begin with one of hex/),
    });
  });

  it.each([
    ['hex:size=3', 'residual-tower:blocks=1,channels=4'],
    ['gomoku:size=4,connect=3', 'board-mlp:hidden=16'],
    ['connect_four', 'residual-tower:blocks=1,channels=4'],
  ])('learns %s with the same settings', async (env, network) => {
    const events = await run({ env, settings: { ...options().settings, network }, steps: 200 });
    expect(metric(events, 'loss').every(Number.isFinite)).toBe(true);
    expect(metric(events, 'loss').length).toBeGreaterThan(0);
    expect(lastCheckpoint(events).step).toBeGreaterThanOrEqual(200);
  });

  it('refuses to learn territory where the game or the network has none', async () => {
    await expect(run({ settings: { ...options().settings, ownershipWeight: 1 } })).rejects.toThrow(
      /"tic_tac_toe" has no territory/,
    );
    const settings = { ...accelerated.settings, network: 'residual-tower:blocks=0,channels=4' };
    await expect(run({ ...accelerated, settings })).rejects.toThrow(/"residual-tower" has no heads for it/);
  });

  it.each([
    ['plain', {}],
    ['with every accelerator on', gumbel],
  ])(
    'saves the last whole iteration when it is aborted, so that nothing changes for a resumed run: %s',
    async (_, changes) => {
      const whole = checkpoints(await run(changes));
      for (const seen of [1, 3, 6, 9]) {
        const controller = new AbortController();
        let count = 0;
        const broken = await run({ ...changes, signal: controller.signal }, ({ kind }) => {
          if (kind !== 'metrics' || ++count < seen) return;
          // In the middle of the next iteration, not at its boundary.
          setTimeout(() => controller.abort(), 2);
        });
        const kept = checkpoints(broken);
        expect(kept[kept.length - 1].step).toBeLessThanOrEqual(whole[whole.length - 1].step);
        const resumed = checkpoints(await run({ ...changes, resume: readBack(kept) }));
        const last = [...kept, ...resumed].pop()!;
        expect(last.weights).toEqual(whole[whole.length - 1].weights);
        expect(last.state.arrays).toEqual(whole[whole.length - 1].state.arrays);
      }
    },
  );

  it('ends at once, with nothing new, where it is aborted before it begins', async () => {
    const events = await run({ signal: AbortSignal.abort() });
    expect(events.map(({ kind }) => kind)).toEqual(['start', 'checkpoint']);
  });

  it('stops when its minutes are over', async () => {
    const began = performance.now();
    const events = await run({ steps: undefined, minutes: 1 / 120 });
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(events[events.length - 1].kind).toBe('checkpoint');
    expect(checkpoints(events).pop()!.step).toBeGreaterThan(0);
  });

  it('reports losses, rates and self-play diagnostics, and a game with each checkpoint', async () => {
    const events = await run();
    const values = Object.assign(
      {},
      ...events.map((event) => (event.kind === 'metrics' ? event.values : {})),
    );
    for (const name of [
      'loss policyLoss valueLoss policyEntropy gradientNorm gamesPerSecond stepsPerSecond drawRate firstPlayerScore',
      'gameLength uniqueGames visitConcentration scoreVsRandom',
    ].flatMap((line) => line.split(' '))) {
      expect(values[name], name).toSatisfy(Number.isFinite);
    }
    const episodes = events.filter((event) => event.kind === 'episode');
    expect(episodes.length).toBeGreaterThan(2);
    for (const { episode } of episodes) expect(episode.accounts).toHaveLength(episode.actions.length);
  });

  it('refuses a state of another network, unknown settings and environments that are no board games', async () => {
    const state = readBack(checkpoints(await run({ steps: 100 })));
    const other = { ...options().settings, network: 'board-mlp:hidden=17' };
    await expect(run({ resume: state, settings: other })).rejects.toThrow(
      /should have \d+ float32 values, it has \d+ values/,
    );
    await expect(run({ settings: { visit: 8 } })).rejects.toThrow(/did you mean "visits"/);
    await expect(run({ env: 'minatar-breakout' })).rejects.toThrow(AgonError);
  });

  it('refuses settings that it would not honour, but goes on with a run that has them', async () => {
    const settings = { ...options().settings, cheapShare: 0.5, cheapVisits: 9 };
    await expect(run({ settings })).rejects.toMatchObject({ code: 'bad-option' });
    const resume = readBack(checkpoints(await run({ steps: 100 })));
    expect(checkpoints(await run({ settings, resume, steps: 200 })).length).toBeGreaterThan(0);
  });

  it('says how to get workers where none can be started', async () => {
    await expect(run({ workers: 1 })).rejects.toThrow(/nodeWorker/);
  });
});

describe('the trained agent', () => {
  it('plays from a checkpoint with the trained network, and tells what it thought', async () => {
    const { weights, step } = checkpoints(await run({ steps: 100 })).pop()!;
    const checkpoint = {
      algorithm: 'alphazero',
      env: 'tic_tac_toe',
      settings: { network: 'board-mlp:hidden=16' },
      step,
      weights,
    };
    const environment = makeEnvironment('tic_tac_toe');
    if (environment.kind !== 'game') throw new Error('tic_tac_toe is a game');
    const agent = await makeAgent('runs/x:visits=30', environment, async () => checkpoint);
    const state = environment.game.newInitialState();
    const action = await agent.act({ kind: 'game', state }, new RandomStream(1));
    const { visits, prior, q, value } = agent.analysis()!;
    expect(visits!.reduce((sum, count) => sum + count, 0)).toBe(30);
    expect(visits![action]).toBe(Math.max(...visits!));
    expect(prior!.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
    expect(q).toHaveLength(9);
    expect(Math.abs(value!)).toBeLessThanOrEqual(1);
    // Same position, same move: at temperature 0 nothing is drawn.
    expect(await agent.act({ kind: 'game', state }, new RandomStream(2))).toBe(action);
    await agent.dispose();
  });

  it.each([
    ['connect_four', 2],
    ['go:size=5', 1],
  ])('looks at %s from %i side(s) where nobody says how many', async (env, views) => {
    const network = 'residual-tower:blocks=1,channels=4';
    const short = { settings: { ...options().settings, network }, steps: 1 };
    const { weights, step } = lastCheckpoint(await run({ env, ...short }));
    const trained = { algorithm: 'alphazero', env, settings: { network }, step, weights };
    const accountOf = async (asked: Record<string, number>) => {
      const agent = await alphazero.loadAgent('x', trained, { visits: 20, ...asked });
      const state = makeGame(env).newInitialState();
      state.apply(1); // not symmetrical
      await agent.act({ kind: 'game', state }, new RandomStream(1));
      const account = agent.analysis();
      await agent.dispose!();
      return account;
    };
    expect(await accountOf({})).toEqual(await accountOf({ symmetries: views }));
    expect(await accountOf({})).not.toEqual(await accountOf({ symmetries: 3 - views }));
  });
});
