/** For slow tests: what an algorithm reaches by its preset. */
import { parseSettings } from '@agon/core';
import { makeEnv } from '@agon/envs';
import { algorithm } from '../algorithms.js';
import { meanReturn } from './episodes.js';
import { trained } from './runs.js';

/**
 * Trains by the environment's preset, then plays: the mean return of 100 episodes.
 * @param player options of the trained agent, such as those that make it greedy
 */
export async function meanReturnOf(
  id: string,
  spec: string,
  steps: number,
  seed: number,
  player: Readonly<Record<string, unknown>>,
): Promise<number> {
  const learner = algorithm(id);
  const env = makeEnv(spec);
  const settings = parseSettings(learner.schema, learner.presets[env.id] ?? {}, 'preset');
  const options = { env: spec, settings, seed, steps, workers: 0, checkpointEvery: 1e9 };
  const agent = await learner.loadAgent('runs/test', await trained(learner, options), player);
  const mean = await meanReturn(agent, env, 100);
  await agent.dispose();
  return mean;
}
