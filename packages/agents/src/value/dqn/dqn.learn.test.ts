/** The claim that DQN learns at all: in seconds it plays MinAtar Breakout several times better than at random (0.5). */
import { parseSettings } from '@agon/core';
import { makeEnv } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import { algorithm } from '../../algorithms.js';
import { meanReturn } from '../../testing/episodes.js';
import { trained } from '../../testing/runs.js';

const dqn = algorithm('dqn');
const ENV = 'minatar-breakout';
const STEPS = 16_000;
/** Faster than the preset, and not as good in the end. */
const HASTE = { network: 'mlp:hidden=64', learningRate: 1e-3, epsilonSteps: 8_000, targetEvery: 500 };

describe('DQN on MinAtar Breakout', () => {
  it('plays better than 1.5 after 16,000 frames', async () => {
    // Seeds 1, 2, 3 reached 2.3, 3.2, 2.6 over 50 episodes when this was written.
    const settings = parseSettings(dqn.schema, { ...dqn.presets[ENV], ...HASTE }, 'test');
    const options = { env: ENV, settings, seed: 2, steps: STEPS, workers: 0, checkpointEvery: STEPS };
    const agent = await dqn.loadAgent('runs/test', await trained(dqn, options), {});
    expect(await meanReturn(agent, makeEnv(ENV), 50)).toBeGreaterThan(1.5);
    await agent.dispose();
  }, 120_000);
});
