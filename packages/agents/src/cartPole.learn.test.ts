/** The claim that DQN, PQN and PPO solve cart-pole by their presets, with every seed: a minute each. AGON_SLOW=1 runs it. */
import { describe, expect, it } from 'vitest';
import { meanReturnOf } from './testing/learning.js';

const isSlow = process.env.AGON_SLOW === '1';
const TEN_MINUTES = 600_000;
const SEEDS = [1, 2, 3, 4, 5];

describe.runIf(isSlow).each([
  ['dqn', 300_000, { epsilon: 0 }],
  ['pqn', 500_000, { epsilon: 0 }],
  ['ppo', 500_000, { greedy: true }],
])('%s on cart-pole', (id, steps, player) => {
  it.each(SEEDS)(
    'balances the pole for 475 of 500 steps, seed %i',
    async (seed) => {
      expect(await meanReturnOf(id, 'cart-pole', steps, seed, player)).toBeGreaterThanOrEqual(475);
    },
    TEN_MINUTES,
  );
});
