/** Games as a language: what is written of them, that moves are learned, and that the player keeps to the rules. */
import { parseSettings, RandomStream } from '@agon/core';
import { makeGame, type Go, type GoState } from '@agon/envs';
import type { AgentCheckpoint, DataFile, TrainOptions } from '@agon/learning';
import { checkpoints, collect, lastCheckpoint, metric, readBack } from '@agon/learning/testing';
import { describe, expect, it } from 'vitest';
import { readGames } from '../imitation/records.js';
import { gameFile, reads } from '../imitation/testing/gameFiles.js';
import type { MoveAgent } from './moveAgent.js';
import { moveModel } from './moveModel.js';
import { beginningOf, imitatedPlaces, vocabularyOf, writeGame } from './moveTokens.js';
import { moveModelSchema } from './settings.js';

const ENV = 'go:size=5,komi=2.5';
const NETWORKS = ['transformer:layers=1,width=32,heads=2', 'lstm:units=32,width=16'];
const game = makeGame(ENV) as Go;
const sgf = (text: string): DataFile => ({ path: 'own.sgf', bytes: new TextEncoder().encode(text) });

/** Black plays a row of stones, White another, from one of two corners: after the first moves the others follow. */
const LINES = ['aa ba ab bb ac bc ad bd ae be', 'ee de ed dd ec dc eb db ea da'];
const lines = sgf(
  Array.from({ length: 8 }, (_, i) => {
    const moves = LINES[i % 2].split(' ').map((point, ply) => `;${ply % 2 === 0 ? 'B' : 'W'}[${point}]`);
    return `(;SZ[5]KM[2.5]${moves.join('')})`;
  }).join('\n'),
);

const options = (changes: Record<string, unknown> = {}, more: Partial<TrainOptions> = {}): TrainOptions => ({
  env: ENV,
  settings: parseSettings(
    moveModelSchema,
    {
      sgf: 'games',
      network: NETWORKS[0],
      length: 16,
      batchSize: 8,
      learningRate: 0.01,
      averaging: 0.9,
      ...changes,
    },
    'test',
  ),
  seed: 1,
  steps: 150,
  workers: 0,
  checkpointEvery: 1000,
  readFiles: reads(lines),
  ...more,
});

const checkpointOf = (given: TrainOptions, weights: Uint8Array): AgentCheckpoint => ({
  algorithm: 'move-model',
  env: ENV,
  settings: given.settings as AgentCheckpoint['settings'],
  step: 0,
  weights,
});

describe('a game as tokens', () => {
  const [record] = readGames([sgf('(;SZ[5]C[opening=1];B[aa];W[ba];B[];W[ee])')], 5).records;

  it('begins with what stands before the first move, and is turned as the board is', () => {
    const rows = { tokens: new Int32Array(12), targets: new Int32Array(12), weights: new Float32Array(12) };
    const before = beginningOf(game);
    expect([before, vocabularyOf(game)]).toEqual([26, 27]);
    writeGame(rows, 0, 6, { game: record, turned: game.symmetries[0] });
    expect([...rows.tokens.subarray(0, 6)]).toEqual([before, 0, 1, 25, 24, before]);
    expect([...rows.targets.subarray(0, 6)]).toEqual([0, 1, 25, 24, before, before]);
    expect([...rows.weights.subarray(0, 6)]).toEqual([0, 1, 1, 1, 0, 0]);
    const turned = game.symmetries.find(({ cells }) => cells[0] === 24 && cells[1] === 23)!;
    writeGame(rows, 1, 6, { game: record, turned });
    expect([...rows.tokens.subarray(6)]).toEqual([before, 24, 23, 25, 0, before]);
  });

  it('tells of each move what the rules allow', () => {
    const places = Array.from(imitatedPlaces(record, 3), ({ ply, move, legal }) => [ply, move, [...legal]]);
    const all = (...not: number[]): number[] =>
      Array.from({ length: 27 }, (_, token) => (token === 26 || not.includes(token) ? 0 : 1));
    expect(places).toEqual([
      [1, 1, all(0)],
      [2, 25, all(0, 1)],
    ]);
  });
});

describe('learning moves as a language', () => {
  it.each(NETWORKS)('learns which move follows which, and the rules: %s', async (network) => {
    const events = await collect(moveModel.train(options({ network })));
    // The first move is one of two, seen through eight symmetries: one of four corners and two ways; the rest follows.
    expect(metric(events, 'heldPolicyLoss').at(-1)).toBeLessThan(0.35);
    expect(metric(events, 'heldAccuracy').at(-1)).toBeGreaterThan(0.75);
    expect(metric(events, 'heldIllegal').at(-1)).toBe(0);
    expect(metric(events, 'heldIllegalMass').at(-1)).toBeLessThan(0.05);
  });

  it('ends with the same bytes when it was interrupted', async () => {
    const given = options({ decaySteps: 100 }, { steps: 6, checkpointEvery: 3 });
    const whole = checkpoints(await collect(moveModel.train(given)));
    const resume = readBack(whole.filter(({ step }) => step <= 3));
    const rest = await collect(moveModel.train({ ...given, resume }));
    expect(lastCheckpoint(rest).weights).toEqual(whole.at(-1)!.weights);
    const others = { ...given, resume, readFiles: reads(gameFile(5, 8, 12)) };
    await expect(collect(moveModel.train(others))).rejects.toThrow(/others than those/);
  });

  it('refuses what it cannot read, in words', async () => {
    const learned = options({ network: 'transformer:positions=learned' });
    await expect(collect(moveModel.train(learned))).rejects.toThrow(
      'can read 16 tokens, and a game may be longer',
    );
    const handicap = sgf('(;SZ[5]AB[aa][ee];W[cc])(;SZ[5]AB[aa][ee];W[cb])');
    const set = options({}, { readFiles: reads(handicap) });
    await expect(collect(moveModel.train(set))).rejects.toThrow('0 games that begin with an empty board');
    const short = await collect(moveModel.train(options({ length: 4 }, { steps: 1 })));
    expect(short).toContainEqual({ kind: 'warning', text: '48 moves come after the first 4 of their game and are not read.' }); // prettier-ignore
  });
});

describe('its player', () => {
  const open = async (network: string, steps = 1, temperature = 0): Promise<MoveAgent> => {
    const given = options({ network }, { steps });
    const { weights } = lastCheckpoint(await collect(moveModel.train(given)));
    return (await moveModel.loadAgent('runs/test', checkpointOf(given, weights), {
      temperature,
    })) as MoveAgent;
  };
  const rng = new RandomStream('moves');

  it('goes on as the games that it read', async () => {
    const agent = await open(NETWORKS[0], 150);
    const state = game.newInitialState();
    for (const move of ['A5', 'B5', 'A4', 'B4', 'A3']) state.apply(state.parseAction(move));
    expect(state.actionToString(await agent.act({ kind: 'game', state }, rng))).toBe('B3');
    await agent.dispose();
  });

  it.each(NETWORKS)(
    'plays whole games by the rules, and tells what it had to leave out: %s',
    async (network) => {
      const agent = await open(network, 1, 1);
      const state: GoState = game.newInitialState();
      let illegal = 0;
      while (!state.isTerminal && state.history.length < 30) {
        const move = await agent.act({ kind: 'game', state }, rng);
        const { prior, illegal: masked } = agent.analysis()!;
        expect(state.isLegal(move)).toBe(true);
        expect(prior!.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
        prior!.forEach((share, action) => expect(share > 0).toBe(state.isLegal(action)));
        illegal = masked as number;
        state.apply(move);
      }
      expect(illegal).toBeGreaterThan(0.05);
      await agent.dispose();
    },
  );

  it.each(NETWORKS)('thinks the same of a position, whatever it has read before: %s', async (network) => {
    const [one, other] = [await open(network, 20), await open(network, 20)];
    const state = game.newInitialState();
    const priors: number[][] = [];
    for (const move of ['C3', 'B3', 'C2']) {
      state.apply(state.parseAction(move));
      await one.act({ kind: 'game', state }, rng);
      priors.push(one.analysis()!.prior!);
    }
    await other.act({ kind: 'game', state }, rng);
    other.analysis()!.prior!.forEach((share, i) => expect(share).toBeCloseTo(priors[2][i], 6));
    state.undo();
    await one.act({ kind: 'game', state }, rng);
    one.analysis()!.prior!.forEach((share, i) => expect(share).toBeCloseTo(priors[1][i], 6));
    await Promise.all([one.dispose(), other.dispose()]);
  });

  it('refuses other boards, and handicap stones', async () => {
    const agent = await open(NETWORKS[1]);
    const others = ['go:size=7', 'othello'].map((env) => makeGame(env).newInitialState());
    for (const state of [...others, game.newStateFrom([[12, 0]], 1)])
      await expect(agent.act({ kind: 'game', state }, rng)).rejects.toThrow('from an empty board on');
    await agent.dispose();
  });
});
