/** DQN balances a pole; and what the parts are for: an LSTM remembers, novelty finds what chance does not. AGON_SLOW=1 runs it. */
import { parseSettings, RandomStream } from '@agon/core';
import { makeEnv } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import { algorithm } from '../algorithms.js';
import type { Checkpoint } from '../trainer.js';
import { observationArray } from '../networkInput.js';

const isSlow = process.env.AGON_SLOW === '1';
const TEN_MINUTES = 600_000;

/** Trains by the environment's preset, then plays without random actions: the mean return of 100 episodes. */
async function meanReturn(id: string, spec: string, steps: number, seed: number): Promise<number> {
  const { schema, presets, train, loadAgent } = algorithm(id);
  const env = makeEnv(spec);
  const settings = parseSettings(schema, presets[env.id] ?? {}, 'preset');
  const options = { env: spec, settings, seed, steps, workers: 0, checkpointEvery: 1e9 };
  let checkpoint: Checkpoint | undefined;
  for await (const event of train(options)) {
    if (event.kind !== 'checkpoint') continue;
    const { step, weights } = event;
    checkpoint = { algorithm: id, env: spec, settings: settings as Checkpoint['settings'], step, weights };
  }
  const agent = await loadAgent('runs/test', checkpoint as Checkpoint, { epsilon: 0 });
  const observation = observationArray(env.observation);
  const rng = new RandomStream('acting');
  let total = 0;
  for (let episode = 0; episode < 100; episode++) {
    env.reset(`evaluation ${episode}`);
    agent.reset();
    for (let over = false; !over;) {
      env.observe(observation);
      const { reward, terminated, truncated } = env.step(
        await agent.act({ kind: 'env', observation, env }, rng),
      );
      total += reward;
      over = terminated || truncated;
    }
  }
  await agent.dispose();
  return total / 100;
}

describe.runIf(isSlow)('the value family', () => {
  it(
    'remembers the sign of the T-maze with an LSTM, and guesses the turn without',
    async () => {
      expect(await meanReturn('drqn', 't-maze', 60_000, 1)).toBeGreaterThan(3.5);
      expect(await meanReturn('dqn', 't-maze', 60_000, 1)).toBeLessThan(2.8);
    },
    TEN_MINUTES,
  );

  it(
    'balances the pole by DQN for 475 of 500 steps',
    async () => {
      expect(await meanReturn('dqn', 'cart-pole', 300_000, 1)).toBeGreaterThanOrEqual(475);
    },
    TEN_MINUTES,
  );

  it(
    'finds the treasure of deep sea 20 by novelty, and not by chance',
    async () => {
      expect(await meanReturn('agent57', 'deep-sea:size=20', 40_000, 1)).toBeGreaterThan(0.9);
      expect(await meanReturn('dqn', 'deep-sea:size=20', 20_000, 1)).toBeLessThan(0.1);
    },
    TEN_MINUTES,
  );
});
