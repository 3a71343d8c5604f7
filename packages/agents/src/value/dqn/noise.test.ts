/** Noise for noisy layers of any size. */
import { describe, expect, it } from 'vitest';
import { NoiseTable } from './noise.js';

describe('noise', () => {
  it.each([100, 131_072, 400_000])(
    'fills %i numbers with f(x) of normal ones, another time with others',
    (size) => {
      const noise = new NoiseTable('noise', size);
      const [one, two] = [new Float32Array(size), new Float32Array(size)];
      noise.fill(one);
      noise.fill(two);
      expect(one.every((value) => value !== 0)).toBe(true);
      // f(x)² = |x|, whose mean is √(2/π) and variance 1 − 2/π; four standard deviations of the mean.
      const power = one.reduce((sum, value) => sum + value ** 2, 0) / size;
      expect(Math.abs(power - Math.sqrt(2 / Math.PI))).toBeLessThan(4 * Math.sqrt((1 - 2 / Math.PI) / size));
      const equal = one.filter((value, i) => value === two[i]).length;
      expect(equal / size).toBeLessThan(0.001);
    },
  );

  it('goes on from where its stream stood', () => {
    const [noise, other] = [new NoiseTable('noise', 10), new NoiseTable('noise', 10)];
    const [one, two] = [new Float32Array(10), new Float32Array(10)];
    noise.fill(one);
    other.restore(noise.save());
    noise.fill(one);
    other.fill(two);
    expect(two).toEqual(one);
  });
});
