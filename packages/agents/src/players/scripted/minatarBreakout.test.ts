/** The scripted Breakout player against the real rules. */
import { RandomStream } from '@agon/core';
import { makeEnv } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import { scriptedBreakout } from './minatarBreakout.js';

/** Plays one episode of at most `limit` steps; returns its return and whether the ball was lost. */
async function play(spec: string, seed: string, limit: number): Promise<{ score: number; lost: boolean }> {
  const env = makeEnv(spec);
  const agent = scriptedBreakout(env, 'scripted');
  const rng = new RandomStream(`${seed} / player`);
  const observation = new Uint8Array(400);
  let score = 0;
  env.reset(seed);
  agent.reset();
  for (let step = 0; step < limit; step++) {
    env.observe(observation);
    const { reward, terminated } = env.step(await agent.act({ kind: 'env', observation, env }, rng));
    score += reward;
    if (terminated) return { score, lost: true };
  }
  return { score, lost: false };
}

describe('the scripted Breakout player', () => {
  it('never misses where actions are not sticky', async () => {
    for (const seed of ['one', 'two', 'three']) {
      const { score, lost } = await play('minatar-breakout:sticky=0', seed, 3_000);
      expect(lost, seed).toBe(false);
      expect(score, seed).toBeGreaterThan(100); // several walls: it does not run in a circle
    }
  });

  it('plays the same game with the minimal action set', async () => {
    const { score, lost } = await play('minatar-breakout:sticky=0,minimal=true', 'one', 3_000);
    expect(lost).toBe(false);
    expect(score).toBe((await play('minatar-breakout:sticky=0', 'one', 3_000)).score);
  });

  it('clears the wall at least once with sticky actions, on average', async () => {
    let total = 0;
    for (let episode = 0; episode < 30; episode++)
      total += (await play('minatar-breakout', `episode ${episode}`, 1_000)).score;
    expect(total / 30).toBeGreaterThan(30);
  });
});
