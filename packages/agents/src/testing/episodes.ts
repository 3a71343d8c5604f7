/** For tests: environments that play recorded episodes again, or are played by an agent. */
import { RandomStream } from '@agon/core';
import { makeEnv, observationArray, type Env } from '@agon/envs';
import { expect } from 'vitest';
import type { Episode } from '@agon/learning';
import type { Agent } from '../agent.js';

/** An episode played again from its seed and actions: what should have been recorded, and whether it is over after the last one. */
function replayed(
  spec: string,
  { seed, actions }: Episode,
): Pick<Episode, 'hashes' | 'result'> & { isOver: boolean } {
  const env = makeEnv(spec);
  env.reset(seed);
  let total = 0;
  let isOver = false;
  const hashes: number[] = [];
  actions.forEach((action, i) => {
    const { reward, terminated, truncated } = env.step(action);
    total += reward;
    isOver = terminated || truncated;
    if ((i + 1) % 100 === 0) hashes.push(env.hash());
  });
  return { hashes: [...hashes, env.hash()], result: [total], isOver };
}

/** Expects at least three episodes of different seeds, each recorded to its end as the environment plays it again. */
export function expectRecorded(spec: string, episodes: readonly Episode[]): void {
  expect(episodes.length).toBeGreaterThanOrEqual(3);
  expect(new Set(episodes.map(({ seed }) => seed)).size).toBe(episodes.length);
  for (const episode of episodes) {
    const { hashes, result } = episode;
    expect(replayed(spec, episode)).toEqual({ hashes, result, isOver: true });
  }
}

/** The mean return of an agent over so many episodes. */
export async function meanReturn(agent: Agent, env: Env, episodes: number): Promise<number> {
  const observation = observationArray(env.observation);
  const rng = new RandomStream('acting');
  let total = 0;
  for (let episode = 0; episode < episodes; episode++) {
    env.reset(`evaluation ${episode}`);
    agent.reset();
    for (let isOver = false; !isOver;) {
      env.observe(observation);
      const { reward, terminated, truncated } = env.step(
        await agent.act({ kind: 'env', observation, env }, rng),
      );
      total += reward;
      isOver = terminated || truncated;
    }
  }
  return total / episodes;
}
