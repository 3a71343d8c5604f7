/** For tests: environments that play recorded episodes again, or are played by an agent. */
import { RandomStream } from '@agon/core';
import { makeEnv, observationArray, type Env } from '@agon/envs';
import type { Agent } from '../agent.js';
import type { Episode } from '../trainer.js';

/** An episode played again from its seed and actions: what should have been recorded, and whether it is over after the last one. */
export function replayed(
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
