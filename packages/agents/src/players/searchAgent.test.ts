import { AgonError, RandomStream } from '@agon/core';
import { makeEnvironment, makeGame, playMoves, type Game, type State } from '@agon/envs';
import { UniformEvaluator, type Evaluator } from '@agon/mcts';
import { describe, expect, it } from 'vitest';
import type { Agent } from '../agent.js';
import { makeAgent } from '../registry.js';
import { SearchAgent } from './searchAgent.js';

const noRuns = (path: string): never => {
  throw new AgonError('not-found', path);
};
const mcts = (options: string, env: string): Promise<Agent> =>
  makeAgent(`mcts:${options}`, makeEnvironment(env), noRuns);
const act = async (agent: Agent, state: State, seed: string): Promise<number> =>
  agent.act({ kind: 'game', state }, new RandomStream(seed));
const position = (env: string, moves: string): State => {
  const state = makeGame(env).newInitialState();
  playMoves(state, moves);
  return state;
};

/** Counts the positions that are evaluated, and refuses finished ones. */
class Counting extends UniformEvaluator {
  asked = 0;

  override add(state: State): void {
    if (state.isTerminal) throw new Error('a finished game was evaluated');
    this.asked++;
  }
}

function counted(game: Game, visits: number, reuse: boolean): { agent: SearchAgent; evaluator: Counting } {
  const evaluator = new Counting(game);
  const parts = { name: 'counted', game, search: {}, visits, seconds: 0, temperature: 0, reuse };
  return { agent: new SearchAgent({ ...parts, evaluator: (): Evaluator => evaluator }), evaluator };
}

describe('a tree that does not fit into memory', () => {
  it('is refused where visits count', async () => {
    const agent = await mcts('visits=1e11', 'go9');
    await expect(act(agent, position('go9', ''), 'a')).rejects.toThrow(
      /a tree of all visits.*lower "visits"/,
    );
  });

  it('does not matter where a clock ends the search', async () => {
    const agent = await mcts('visits=1e11,prove=false', 'go9');
    const state = position('go9', '');
    const move = await agent.act({ kind: 'game', state, milliseconds: 50 }, new RandomStream('a'));
    expect(state.isLegal(move)).toBe(true);
  });

  it('is not taken for needed in a game with few positions', async () => {
    const agent = await mcts('visits=1e11', 'tic_tac_toe');
    expect(await act(agent, position('tic_tac_toe', '4,0,8,6,3'), 'a')).toBe(5);
  });
});

describe('thinking by the clock', () => {
  it('takes its time, and no more, whatever the number of visits', async () => {
    const agent = await mcts('visits=10,seconds=0.15,rollouts=0,prove=false', 'go9');
    await act(agent, position('go9', ''), 'warm');
    const began = performance.now();
    await act(agent, position('go9', 'E5'), 'a');
    const took = performance.now() - began;
    expect(took).toBeGreaterThan(140);
    const visits = agent.analysis()?.visits?.reduce((sum, count) => sum + count, 0);
    expect(visits).toBeGreaterThan(10);
  });

  it('is not for sequential halving', async () => {
    await expect(mcts('seconds=1,selection=gumbel', 'go9')).rejects.toThrow(/seconds and selection=gumbel/);
  });

  it('is given up where it is interrupted', async () => {
    const agent = await mcts('seconds=60', 'go9');
    const move = act(agent, position('go9', ''), 'a');
    setTimeout(() => agent.interrupt?.(), 20);
    await expect(move).rejects.toMatchObject({ code: 'interrupted' });
  });
});

describe('thinking without end', () => {
  it('tells more and more visits, and the move that follows goes on from its tree', async () => {
    const { agent, evaluator } = counted(makeGame('connect_four'), 50, true);
    const state = position('connect_four', '4');
    const rng = new RandomStream('thinking');
    const visits: number[] = [];
    for await (const account of agent.think({ kind: 'game', state }, rng, 10)) {
      visits.push(account.visits?.reduce((sum, count) => sum + count, 0) ?? 0);
      const { variations } = account as { variations: Record<string, number[]> };
      for (const [action, line] of Object.entries(variations)) expect(line[0]).toBe(Number(action));
      if (visits.length === 3) break;
    }
    expect(visits[0]).toBeGreaterThan(0);
    expect(visits[1]).toBeGreaterThan(visits[0]);
    expect(visits[2]).toBeGreaterThan(visits[1]);
    const { asked } = evaluator;
    await agent.act({ kind: 'game', state }, rng);
    expect(evaluator.asked).toBe(asked); // more than 50 visits were there already
  });

  it('keeps a move to the time that is given', async () => {
    const { agent } = counted(makeGame('connect_four'), 100_000_000, true);
    const state = position('connect_four', '4');
    const began = performance.now();
    await agent.act({ kind: 'game', state, milliseconds: 30 }, new RandomStream('clock'));
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

describe('mcts', () => {
  it.each(['connect_four', 'othello:size=6', 'go:size=5', 'tic_tac_toe'])(
    'plays whole legal games of %s, several leaves at a time, subtree kept or not',
    async (env) => {
      for (const options of [
        'visits=20,leaves=8',
        'visits=20,reuse=false,rollouts=0',
        'visits=20,selection=uct',
      ]) {
        const agent = await mcts(options, env);
        const rng = new RandomStream(`${env} ${options}`);
        const state = makeGame(env).newInitialState();
        while (!state.isTerminal) {
          state.apply(await agent.act({ kind: 'game', state }, rng)); // throws at an illegal one
          const legal = state.legalActions();
          if (legal.length > 0 && rng.int(2) === 0) state.apply(legal[rng.int(legal.length)]);
        }
        await expect(act(agent, state, 'over')).rejects.toThrow(/game is over/);
      }
    },
  );

  it('opens differently by seed where moves are equal, and the same by the same seed', async () => {
    const opening = async (options: string, seed: string): Promise<number> =>
      act(await mcts(options, 'go:size=5'), position('go:size=5', ''), seed);
    for (const options of ['visits=40,rollouts=0', 'visits=40']) {
      const seeds = Array.from({ length: 8 }, (_, i) => `${i}`);
      const moves = await Promise.all(seeds.map((seed) => opening(options, seed)));
      expect(new Set(moves).size).toBeGreaterThan(2);
      expect(await opening(options, '3')).toBe(moves[3]);
    }
  });

  it.each(['rollouts=0', 'rollouts=1', 'rollouts=1,leaves=8', 'rollouts=1,selection=uct'])(
    'takes a win and stops one with %s',
    async (options) => {
      const agent = await mcts(`visits=400,${options}`, 'connect_four');
      expect(await act(agent, position('connect_four', '112233'), 'win')).toBe(3);
      agent.reset();
      expect(await act(agent, position('connect_four', '71727'), 'stop')).toBe(6);
    },
  );
});

describe('SearchAgent', () => {
  const game = makeGame('connect_four');

  it('keeps the subtree while the game goes on, and gives the visits it was asked for', async () => {
    const kept = counted(game, 200, true);
    const fresh = counted(game, 200, false);
    for (const { agent } of [kept, fresh]) {
      const state = game.newInitialState();
      for (let move = 0; move < 3; move++) {
        state.apply(await act(agent, state, `${move}`));
        expect(agent.analysis()!.visits!.reduce((sum, n) => sum + n, 0)).toBeGreaterThanOrEqual(200);
        state.apply((agent.analysis()!.principalVariation as number[])[1]);
      }
    }
    expect(kept.evaluator.asked).toBeLessThan(fresh.evaluator.asked);
  });

  it('searches anew after reset, at a position that does not continue, and after other moves', async () => {
    const after = async (prepare: (agent: SearchAgent) => Promise<void> | void): Promise<number> => {
      const { agent, evaluator } = counted(game, 100, true);
      await act(agent, position('connect_four', '44'), 'first');
      await prepare(agent);
      const before = evaluator.asked;
      await act(agent, position('connect_four', '4433'), 'second');
      return evaluator.asked - before;
    };
    const { agent, evaluator } = counted(game, 100, false);
    await act(agent, position('connect_four', '4433'), 'second');
    const anew = evaluator.asked;
    expect(await after(() => undefined)).toBeLessThan(anew);
    expect(await after((one) => one.reset())).toBe(anew);
    expect(await after(async (one) => void (await act(one, position('connect_four', '45'), 'x')))).toBe(anew);
  });

  it('is not led astray by a game with the same moves from another set-up', async () => {
    const go = makeGame('go:size=5');
    const { newStateFrom } = go as Game & {
      newStateFrom: (stones: [number, number][], toMove: number) => State;
    };
    const { agent } = counted(go, 30, true);
    const plain = go.newInitialState();
    await act(agent, plain, 'plain');
    const setUp = newStateFrom.call(go, [[12, 1]], 0);
    setUp.apply(0);
    const action = await act(agent, setUp, 'set up');
    expect(action).not.toBe(12);
    expect(agent.analysis()!.visits![12]).toBe(0);
  });
});
