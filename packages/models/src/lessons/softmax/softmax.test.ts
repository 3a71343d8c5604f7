import { describe, expect, it } from 'vitest';
import { lastOf } from '../testing/lastOf.js';
import { probabilities } from './probabilities.js';
import { softmax } from './softmax.js';

const near = (found: readonly number[], wanted: readonly number[]): void =>
  wanted.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 5));

describe('probabilities', () => {
  it('are those of the formula, and only differences count', async () => {
    const [plain, moved] = await probabilities([
      { logits: [2, 1, 0], temperature: 1 },
      { logits: [42, 41, 40], temperature: 1 },
    ]);
    near(plain, [0.665241, 0.244728, 0.090031]);
    near(moved, plain);
  });

  it('of a temperature are those of the scores divided by it', async () => {
    const [divided, hot, cold] = await probabilities([
      { logits: [4, 2, 0], temperature: 2 },
      { logits: [4, 2, 0], temperature: 1e4 },
      { logits: [4, 2, 0], temperature: 0.05 },
    ]);
    near(divided, [0.665241, 0.244728, 0.090031]);
    hot.forEach((chance) => expect(chance).toBeCloseTo(1 / 3, 3));
    near(cold, [1, 0, 0]);
  });
});

describe('the lesson softmax', () => {
  it('tells chances that add up to 1, their entropy, and that two classes are the logistic function', async () => {
    for (const temperature of [0.3, 1, 7]) {
      const { numbers, figure } = await lastOf(softmax, { logits: '0/0/-50', temperature }, 1);
      expect(numbers.class1 + numbers.class2 + numbers.class3).toBeCloseTo(1, 5);
      if (temperature < 5) expect(numbers.entropyBits).toBeCloseTo(1, 5);
      expect(numbers.differenceToLogistic).toBeLessThan(1e-6);
      expect(figure.panels.map(({ kind }) => kind)).toEqual(['bars', 'plot', 'plot']);
    }
  });

  it('refuses what is no list of scores', () => {
    expect(() => softmax.run({ logits: '1' }, { seed: 1 })).toThrow('"logits"');
    expect(() => softmax.run({ temperature: 0 }, { seed: 1 })).toThrow('"temperature"');
  });
});
