import { AgonError, RandomStream } from '@agon/core';
import { encodeSafetensors } from '@agon/engine';
import { makeEnvironment, makeGame } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import type { CheckpointSource } from '@agon/learning';
import { algorithm } from './algorithms.js';
import { listAgents, makeAgent } from './registry.js';

const none: CheckpointSource = (path) => {
  throw new AgonError('not-found', `no run "${path}"`);
};
const ticTacToe = makeEnvironment('tic_tac_toe');
const breakout = makeEnvironment('minatar-breakout');

const codeOf = async (promise: Promise<unknown>): Promise<{ code: string; message: string }> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AgonError)) throw new Error('it should have failed with an AgonError');
  return { code: error.code, message: error.message };
};

describe('makeAgent', () => {
  it('makes every listed agent for a game that it says it plays, and the agent plays legal actions', async () => {
    for (const { id, plays } of listAgents()) {
      if (plays === 'env' || id.startsWith('runs/')) continue;
      const agent = await makeAgent(id, ticTacToe, none);
      const rng = new RandomStream(id);
      const state = makeGame('tic_tac_toe').newInitialState();
      agent.reset();
      while (!state.isTerminal) state.apply(await agent.act({ kind: 'game', state }, rng));
      expect(agent.name).toBe(id);
      await agent.dispose();
    }
  });

  it('makes the random agent for an environment', async () => {
    const agent = await makeAgent('random', breakout, none);
    if (breakout.kind !== 'env') throw new Error('breakout is an environment');
    const rng = new RandomStream(1);
    const observation = new Uint8Array(400);
    const seen = new Set<number>();
    for (let i = 0; i < 200; i++) {
      seen.add(await agent.act({ kind: 'env', observation, env: breakout.env }, rng));
    }
    expect([...seen].sort()).toEqual(breakout.env.actionNames.map((_, action) => action));
  });

  it('names the near agent for an unknown one', async () => {
    const { code, message } = await codeOf(makeAgent('rndom', ticTacToe, none));
    expect(code).toBe('unknown-agent');
    expect(message).toContain('did you mean "random"?');
  });

  it('refuses unknown and impossible options', async () => {
    expect((await codeOf(makeAgent('random:visits=3', ticTacToe, none))).code).toBe('bad-option');
    expect((await codeOf(makeAgent('solver:maxPositions=0', ticTacToe, none))).code).toBe('bad-option');
  });

  it('refuses an agent for board games in an environment', async () => {
    expect((await codeOf(makeAgent('solver', breakout, none))).code).toBe('unsupported');
  });

  it('asks the checkpoint source for trained agents, options cut off', async () => {
    const asked: string[] = [];
    const source: CheckpointSource = (path) => {
      asked.push(path);
      throw new AgonError('not-found', `no run "${path}"`);
    };
    expect((await codeOf(makeAgent('runs/mine@12000:visits=5', ticTacToe, source))).code).toBe('not-found');
    expect(asked).toEqual(['runs/mine@12000']);
  });

  it('refuses a trained agent in another environment than its own', async () => {
    const source: CheckpointSource = async () => ({
      algorithm: 'alphazero',
      env: 'tic_tac_toe',
      settings: {},
      step: 0,
      weights: encodeSafetensors({}),
    });
    const { code, message } = await codeOf(makeAgent('zoo/ttt', breakout, source));
    expect(code).toBe('unsupported');
    expect(message).toContain('minatar-breakout');
  });

  it('plays with a kind of agent that the caller adds', async () => {
    const { agentKinds } = await import('./registry.js');
    const agent = await makeAgent('guest', ticTacToe, none, { guest: agentKinds.random });
    expect(agent.name).toBe('guest');
  });
});

describe('algorithm', () => {
  it('names the near algorithm for an unknown one', () => {
    expect(() => algorithm('alphazer')).toThrow('did you mean "alphazero"?');
  });
});
