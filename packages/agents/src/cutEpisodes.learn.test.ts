/**
 * The claim that a time limit changes no value: where every episode is cut after five steps of 1 each, a step is worth
 * 1 / (1 − γ) all the same, since what follows the cut is bootstrapped from. AGON_SLOW=1 runs it in full.
 */
import { parseSettings } from '@agon/core';
import { describe, expect, it } from 'vitest';
import type { TrainEvent } from '@agon/learning';
import { algorithm } from './algorithms.js';
import { collect, metric } from '@agon/learning/testing';
import { episodesOf } from './testing/runs.js';

const isSlow = process.env.AGON_SLOW === '1';
const TEN_MINUTES = 600_000;
/** No pole falls in five steps. */
const ENV = 'cart-pole:limit=5';
const SMALL = { network: 'mlp:hidden=32,layerNorm=true', learningRate: 1e-3 };

/** Trains by the preset of cart-pole, if the algorithm has one. */
function train(
  id: string,
  steps: number,
  seed: number,
  changes: Record<string, unknown>,
): Promise<TrainEvent[]> {
  const { schema, presets, train: begin } = algorithm(id);
  const settings = parseSettings(schema, { ...presets['cart-pole'], ...changes }, 'test');
  return collect(begin({ env: ENV, settings, seed, steps, workers: 0, checkpointEvery: steps / 4 }));
}

describe('the values of cut episodes', () => {
  it.each([
    ['dqn', 16_000, { ...SMALL, learningStarts: 1_000, epsilonSteps: 10_000 }],
    ['n-step-dqn', 6_000, { ...SMALL, targetEvery: 100, trainEvery: 2 }],
    ['qr-dqn', 6_000, { ...SMALL, targetEvery: 50, trainEvery: 2 }],
    ['prioritised-dqn', 9_000, { ...SMALL, targetEvery: 100, trainEvery: 2 }],
    ['pqn', 25_000, { ...SMALL, numEnvs: 8, rewardScale: 1, epsilonSteps: 10_000 }],
  ])('are those of episodes without end: %s', async (id, steps, changes) => {
    const qMean = metric(await train(id, steps, 1, { gamma: 0.9, ...changes }), 'qMean');
    expect(qMean.at(-1)).toBeGreaterThan(9.7);
    expect(qMean.at(-1)).toBeLessThan(10.3);
  });

  it('are those of episodes without end: ppo', async () => {
    const events = await train('ppo', 40_000, 1, { gamma: 0.8 });
    const [first] = episodesOf(events).at(-1)?.accounts ?? [];
    expect(first?.value).toBeGreaterThan(4.8);
    expect(first?.value).toBeLessThan(5.2);
  });
});

/**
 * qMean was 104.9 and 107.6 after 300,000 steps (seeds 1, 2) where the last step of an episode was never drawn; without LayerNorm
 * 3.9 million. With Adam's ε of 1e-8 it is 107.7 for seed 3.
 */
describe.runIf(isSlow)('the values of cut episodes with the discount 0.99', () => {
  it.each([1, 2, 3])(
    'are 100 by the preset of dqn, seed %i',
    async (seed) => {
      const qMean = metric(await train('dqn', 300_000, seed, {}), 'qMean').at(-1);
      expect(qMean).toBeGreaterThan(98);
      expect(qMean).toBeLessThan(102);
    },
    TEN_MINUTES,
  );
});
