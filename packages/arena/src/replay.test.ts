import { describe, expect, it } from 'vitest';
import type { Agent } from '@agon/agents';
import { AgonError } from '@agon/core';
import { makeEnv, makeEnvironment, makeGame } from '@agon/envs';
import { parseReplay, Resimulation, resimulate, type Replay } from '@agon/runs';
import { evaluate } from './evaluation.js';
import { playGame, recordEpisode } from './record.js';
import { random } from './testing/players.js';

const agent = random('random');
const breakout = (seed: string) => recordEpisode(agent, makeEnv('minatar-breakout'), { seed, limit: 2_000 });

/** An episode of more than `least` steps. */
async function longEpisode(least: number): Promise<Replay> {
  for (let i = 0; ; i++) {
    const replay = await recordEpisode(follower, makeEnv('minatar-breakout'), {
      seed: `long ${i}`,
      limit: least + 137,
    });
    if (replay.actions.length > least) return replay;
  }
}

/** Follows Breakout's ball, so that episodes are long: planes 0 paddle, 1 ball. */
const follower = {
  ...random('follower'),
  act: (situation: Parameters<typeof agent.act>[0]) => {
    if (situation.kind !== 'env') return 0;
    const { observation, env } = situation;
    const column = (plane: number): number => {
      for (let i = plane; i < observation.length; i += env.observation.shape[2]) {
        if (observation[i]) return Math.floor(i / env.observation.shape[2]) % 10;
      }
      return 0;
    };
    const [paddle, ball] = [column(0), column(1)];
    return ball < paddle
      ? env.actionNames.indexOf('left')
      : ball > paddle
        ? env.actionNames.indexOf('right')
        : 0;
  },
};

const codeOf = (run: () => unknown): AgonError => {
  try {
    run();
  } catch (error) {
    if (error instanceof AgonError) return error;
  }
  throw new Error('no AgonError was thrown');
};

describe('a recorded episode', () => {
  it('is the same for the same seed and survives JSON', async () => {
    const replay = await breakout('a');
    expect(await breakout('a')).toEqual(replay);
    expect(await breakout('b')).not.toEqual(replay);
    expect(parseReplay(JSON.stringify(replay))).toEqual(replay);
  });

  it('re-simulates to the same result, frame by frame', async () => {
    const replay = await longEpisode(300);
    const frames = [...resimulate(replay)].map(({ index, action, returns }) => ({ index, action, returns }));
    expect(frames).toHaveLength(replay.actions.length + 1);
    expect(frames.at(-1)?.returns).toEqual(replay.result);
    expect(frames[5].action).toBe(replay.actions[4]);
  });

  it('can be entered anywhere, with the same pictures as on the way', async () => {
    const replay = await longEpisode(300);
    const straight = new Resimulation(replay);
    const pictures = Array.from({ length: replay.actions.length + 1 }, (_, i) =>
      JSON.stringify(straight.seek(i).draw()),
    );
    const jumping = new Resimulation(replay);
    for (const position of [replay.actions.length, 0, 250, 99, 100, 101, 200, 3, -5, 1e9]) {
      const clamped = Math.max(0, Math.min(replay.actions.length, position));
      const frame = jumping.seek(position);
      expect(frame.index).toBe(clamped);
      expect(JSON.stringify(frame.draw())).toBe(pictures[clamped]);
    }
  });

  it('that was cut says so', async () => {
    const replay = await recordEpisode(follower, makeEnv('minatar-breakout'), { seed: 'x', limit: 3 });
    expect(replay.ended).toEqual({ reason: 'limit' });
    expect([...resimulate(replay)]).toHaveLength(4);
  });
});

describe('a replay that diverges', () => {
  it('is reported at the first hash that differs', async () => {
    const replay = await longEpisode(300);
    const wrong = { ...replay, hashes: replay.hashes.with(1, replay.hashes[1] ^ 1) };
    const error = codeOf(() => [...resimulate(wrong)]);
    expect(error).toMatchObject({ code: 'diverged', details: { step: 200 } });
    expect(new Resimulation(wrong).seek(199).index).toBe(199);
  });

  it('is reported where an action is not legal, where the result differs, and where the rules have another version', async () => {
    const game = await playGame([agent, random('other')], makeGame('tic_tac_toe'), { seed: 'g' });
    const twice = { ...game, actions: game.actions.with(1, game.actions[0]) };
    expect(codeOf(() => [...resimulate(twice)])).toMatchObject({ code: 'diverged', details: { step: 1 } });
    expect(codeOf(() => [...resimulate({ ...game, result: [5, -5] })]).message).toContain(
      'recorded was 5 : -5',
    );
    expect(codeOf(() => new Resimulation({ ...game, version: 99 })).message).toContain('version 99');
    expect(codeOf(() => new Resimulation({ ...game, env: 'tic_tac_to' })).code).toBe('unknown-env');
  });
});

describe('parseReplay', () => {
  const good: Replay = {
    format: 1,
    env: 'tic_tac_toe',
    options: {},
    version: 1,
    players: ['a', 'b'],
    seed: 's',
    actions: [4],
    hashes: [1],
    result: [0, 0],
  };

  it.each([
    ['{"format":1', 'the replay is damaged'],
    ['null', 'it must be Object, got null'],
    ['[]', '"format" is missing'],
    [{ ...good, format: 2 }, '"format" must be 1, got 2'],
    [{ ...good, format: undefined }, '"format" is missing'],
    [{ ...good, actions: [0.5] }, '"actions" must be a list of whole numbers'],
    [{ ...good, version: '1' }, '"version" must be number, got "1"'],
    [{ ...good, hashes: [1, 2] }, 'has 2 "hashes" for 1 actions; they must be 1'],
    [{ ...good, result: [1, null] }, '"result" must be a list of numbers'],
    [{ ...good, ended: { reason: 'boredom' } }, '"ended.reason" must be'],
    [{ ...good, account: [3] }, '"account" must be a list'],
    [{ ...good, account: [{ value: 'good' }] }, '"account" must be a list'],
  ])('refuses %j', (input, text) => {
    const error = codeOf(() => parseReplay(typeof input === 'string' ? input : JSON.stringify(input)));
    expect(error.code).toBe('bad-file');
    expect(error.message).toContain(text);
  });

  it('takes hashes with and without the repeated last one at a multiple of 100 actions', () => {
    const actions = new Array<number>(200).fill(0);
    expect(parseReplay({ ...good, actions, hashes: [1, 2] }).hashes).toHaveLength(2);
    expect(parseReplay({ ...good, actions, hashes: [1, 2, 2] }).hashes).toHaveLength(3);
    expect(() => parseReplay({ ...good, actions, hashes: [1] })).toThrow('2 or 3');
  });
});

describe('an evaluation', () => {
  it('is the same for the same seed, and sums the returns up', async () => {
    const run = (seed: number) => evaluate({ agent, env: 'minatar-breakout', episodes: 40, seed });
    const [a, b, c] = [await run(1), await run(1), await run(2)];
    expect({ ...b, stepsPerSecond: 0 }).toEqual({ ...a, stepsPerSecond: 0 });
    expect(c.returns).not.toEqual(a.returns);
    expect(a.returns).toHaveLength(40);
    expect(a.mean).toBeCloseTo(a.returns.reduce((x, y) => x + y, 0) / 40, 9);
    expect(a.ci95![0]).toBeLessThanOrEqual(a.mean);
    expect(a.ci95![1]).toBeGreaterThanOrEqual(a.mean);
    expect(a.stepsPerSecond).toBeGreaterThan(0);
    expect(a.cut).toBe(0);
  });

  it('has no interval of one episode, which does not show how much returns vary', async () => {
    const one = await evaluate({ agent, env: 'minatar-breakout', episodes: 1, seed: 1 });
    expect(JSON.parse(JSON.stringify(one))).toMatchObject({ mean: one.returns[0], ci95: null });
    const equal = await evaluate({ agent, env: 'cart-pole', episodes: 3, seed: 1, limit: 5 });
    expect(equal).toMatchObject({ returns: [5, 5, 5], ci95: [5, 5] });
  });

  it('of a board game needs an opponent, and takes every seat in turn', async () => {
    await expect(evaluate({ agent, env: 'tic_tac_toe', episodes: 2, seed: 1 })).rejects.toThrow(
      /name an opponent/,
    );
    const seats: number[] = [];
    const opponent: Agent = {
      ...random('opponent'),
      act(situation, rng) {
        if (situation.kind === 'game' && situation.state.history.length < 2)
          seats.push(situation.state.currentPlayer);
        return random('opponent').act(situation, rng);
      },
    };
    await evaluate({
      agent,
      opponent,
      env: makeEnvironment('tic_tac_toe'),
      episodes: 4,
      seed: 1,
    });
    expect(seats).toEqual([1, 0, 1, 0]);
  });

  it('refuses a number of episodes that is none', async () => {
    await expect(evaluate({ agent, env: 'minatar-breakout', episodes: 0, seed: 1 })).rejects.toThrow(
      /from 1 on, got 0/,
    );
  });

  it('stops when told to', async () => {
    const signal = AbortSignal.abort();
    await expect(
      evaluate({ agent, env: 'minatar-breakout', episodes: 1, seed: 1, signal }),
    ).rejects.toMatchObject({ code: 'interrupted' });
  });
});
