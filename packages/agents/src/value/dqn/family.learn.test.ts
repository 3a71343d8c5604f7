/** What the parts are for: an LSTM remembers, novelty finds what chance does not. AGON_SLOW=1 runs it. */
import { describe, expect, it } from 'vitest';
import { meanReturnOf } from '../../testing/learning.js';

const isSlow = process.env.AGON_SLOW === '1';
const TEN_MINUTES = 600_000;

/** Without random actions. */
const greedyReturn = (id: string, spec: string, steps: number, seed: number): Promise<number> =>
  meanReturnOf(id, spec, steps, seed, { epsilon: 0 });

describe.runIf(isSlow)('the value family', () => {
  it(
    'remembers the sign of the T-maze with an LSTM, and guesses the turn without',
    async () => {
      expect(await greedyReturn('drqn', 't-maze', 60_000, 1)).toBeGreaterThan(3.5);
      expect(await greedyReturn('dqn', 't-maze', 60_000, 1)).toBeLessThan(2.8);
    },
    TEN_MINUTES,
  );

  it(
    'finds the treasure of deep sea 20 by novelty, and not by chance',
    async () => {
      expect(await greedyReturn('agent57', 'deep-sea:size=20', 40_000, 1)).toBeGreaterThan(0.9);
      expect(await greedyReturn('dqn', 'deep-sea:size=20', 20_000, 1)).toBeLessThan(0.1);
    },
    TEN_MINUTES,
  );
});
