/** DQN balances a pole; and what the parts are for: an LSTM remembers, novelty finds what chance does not. AGON_SLOW=1 runs it. */
import { parseSettings } from '@agon/core';
import { makeEnv } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import { algorithm } from '../algorithms.js';
import { meanReturn } from '../testing/episodes.js';
import { trained } from '../testing/runs.js';

const isSlow = process.env.AGON_SLOW === '1';
const TEN_MINUTES = 600_000;

/** Trains by the environment's preset, then plays without random actions: the mean return of 100 episodes. */
async function meanReturnOf(id: string, spec: string, steps: number, seed: number): Promise<number> {
  const learner = algorithm(id);
  const env = makeEnv(spec);
  const settings = parseSettings(learner.schema, learner.presets[env.id] ?? {}, 'preset');
  const options = { env: spec, settings, seed, steps, workers: 0, checkpointEvery: 1e9 };
  const agent = await learner.loadAgent('runs/test', await trained(learner, options), { epsilon: 0 });
  const mean = await meanReturn(agent, env, 100);
  await agent.dispose();
  return mean;
}

describe.runIf(isSlow)('the value family', () => {
  it(
    'remembers the sign of the T-maze with an LSTM, and guesses the turn without',
    async () => {
      expect(await meanReturnOf('drqn', 't-maze', 60_000, 1)).toBeGreaterThan(3.5);
      expect(await meanReturnOf('dqn', 't-maze', 60_000, 1)).toBeLessThan(2.8);
    },
    TEN_MINUTES,
  );

  it(
    'balances the pole by DQN for 475 of 500 steps',
    async () => {
      expect(await meanReturnOf('dqn', 'cart-pole', 300_000, 1)).toBeGreaterThanOrEqual(475);
    },
    TEN_MINUTES,
  );

  it(
    'finds the treasure of deep sea 20 by novelty, and not by chance',
    async () => {
      expect(await meanReturnOf('agent57', 'deep-sea:size=20', 40_000, 1)).toBeGreaterThan(0.9);
      expect(await meanReturnOf('dqn', 'deep-sea:size=20', 20_000, 1)).toBeLessThan(0.1);
    },
    TEN_MINUTES,
  );
});
