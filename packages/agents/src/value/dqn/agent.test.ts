/** A trained DQN as a player. */
import { parseSettings, RandomStream } from '@agon/core';
import { makeEnv } from '@agon/envs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentCheckpoint } from '@agon/learning';
import { algorithm } from '../../algorithms.js';
import { trained } from '../../testing/runs.js';

const dqn = algorithm('dqn');
const settings = { network: 'mlp:hidden=16', bufferSize: 100, learningStarts: 10 };

describe('the DQN agent', () => {
  let checkpoint: AgentCheckpoint;
  const env = makeEnv('minatar-breakout');
  const observation = new Uint8Array(400);
  const opened: { dispose(): Promise<void> }[] = [];

  beforeAll(async () => {
    checkpoint = await trained(dqn, {
      env: 'minatar-breakout',
      settings: parseSettings(dqn.schema, settings, 'test'),
      seed: 1,
      steps: 50,
      workers: 0,
      checkpointEvery: 1e9,
    });
    env.reset('a');
    env.observe(observation);
  });
  afterAll(async () => {
    for (const each of opened) await each.dispose();
  });

  async function load(options: Record<string, unknown>) {
    const agent = await dqn.loadAgent('runs/test', checkpoint, options);
    opened.push(agent);
    return agent;
  }

  it('plays the action with the largest value, and tells all values', async () => {
    const agent = await load({ epsilon: 0 });
    agent.reset();
    expect(agent.analysis()).toBeUndefined();
    const action = await agent.act({ kind: 'env', observation, env }, new RandomStream(1));
    const { q, value } = agent.analysis() as { q: number[]; value: number };
    expect(q.length).toBe(6);
    expect(q[action]).toBe(Math.max(...q));
    expect(value).toBe(Math.max(...q));
  });

  it('plays at random as often as epsilon says, by default 1 in 100', async () => {
    const count = async (options: Record<string, unknown>) => {
      const agent = await load(options);
      const rng = new RandomStream('acting');
      const best = await (await load({ epsilon: 0 })).act({ kind: 'env', observation, env }, rng);
      let others = 0;
      for (let i = 0; i < 1_000; i++) {
        if ((await agent.act({ kind: 'env', observation, env }, rng)) !== best) others++;
      }
      return others;
    };
    expect(await count({ epsilon: '0' })).toBe(0);
    expect(await count({ epsilon: 1 })).toBeGreaterThan(780); // five of six random actions differ
    const byDefault = await count({});
    expect(byDefault).toBeGreaterThan(0);
    expect(byDefault).toBeLessThan(30);
  });

  it('names a wrong option and weights of another network', async () => {
    await expect(load({ epsilon: 2 })).rejects.toThrow(/epsilon/);
    const other = { ...checkpoint, settings: { ...checkpoint.settings, network: 'mlp:hidden=17' } };
    await expect(dqn.loadAgent('runs/test', other, {})).rejects.toThrow(/hidden0\.weight/);
  });
});
