import { describe, expect, it } from 'vitest';
import { RandomStream, type RandomState } from './rng.js';

const draws = (stream: RandomStream, n: number): number[] =>
  Array.from({ length: n }, () => stream.uniform());

describe('RandomStream', () => {
  it('gives the outputs of the reference xoshiro128** from the state {1, 2, 3, 4}', () => {
    const stream = new RandomStream('any');
    stream.restore([1, 2, 3, 4]);
    // From Blackman and Vigna's xoshiro128starstar.c 1.1, as Rust's rand_xoshiro tests carry them.
    const reference = [
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ];
    expect(draws(stream, 10).map((u) => u * 2 ** 32)).toEqual(reference);
  });

  it('gives the same draws for the same name in every version: replays depend on it', () => {
    const stream = new RandomStream('run 7 / env 3');
    expect(stream.save()).toEqual([3226493276, 1712004647, 4090299991, 3019478838]);
    expect(draws(stream, 4).map((u) => u * 2 ** 32)).toEqual([
      4196823543, 3114688765, 2830456165, 2709970608,
    ]);
  });

  it('takes a number and its text as the same seed, and other names as other streams', () => {
    expect(draws(new RandomStream(7), 5)).toEqual(draws(new RandomStream('7'), 5));
    const firsts = new Set(Array.from({ length: 2000 }, (_, i) => new RandomStream(`env ${i}`).uniform()));
    expect(firsts.size).toBe(2000);
  });

  it('continues from a saved state with the same draws, also after the way through JSON', () => {
    const stream = new RandomStream('save');
    draws(stream, 1000);
    const state = JSON.parse(JSON.stringify(stream.save())) as RandomState;
    const expected = draws(stream, 100);
    const other = new RandomStream('another');
    other.restore(state);
    expect(draws(other, 100)).toEqual(expected);
  });

  it('draws multiples of 2^-32 in [0, 1) that look uniform and independent', () => {
    const stream = new RandomStream('uniformity');
    const n = 200_000;
    const bins = new Float64Array(100);
    const ones = new Float64Array(32);
    let serial = 0;
    let previous = 0.5;
    for (let i = 0; i < n; i++) {
      const u = stream.uniform();
      const word = u * 2 ** 32;
      if (!(u >= 0 && u < 1) || !Number.isInteger(word)) throw new Error(`draw ${i} is ${u}`);
      bins[Math.floor(u * 100)]++;
      for (let bit = 0; bit < 32; bit++) ones[bit] += (word / 2 ** bit) & 1;
      serial += (u - 0.5) * (previous - 0.5);
      previous = u;
    }
    const chiSquare = bins.reduce((sum, count) => sum + (count - n / 100) ** 2 / (n / 100), 0);
    // 99 degrees of freedom: mean 99, deviation 14; five deviations.
    expect(chiSquare).toBeGreaterThan(40);
    expect(chiSquare).toBeLessThan(170);
    // Each bit: mean n/2, deviation sqrt(n)/2 = 224; five deviations.
    for (const count of ones) expect(Math.abs(count - n / 2)).toBeLessThan(1120);
    // Correlation of neighbours: deviation 1/sqrt(n) = 0.0022; five deviations.
    expect(Math.abs((serial / n) * 12)).toBeLessThan(0.0112);
  });

  it('draws integers as floor(u · n), one draw each', () => {
    const integers = new RandomStream('integers');
    const uniforms = new RandomStream('integers');
    for (let n = 1; n < 500; n++) expect(integers.int(n)).toBe(Math.floor(uniforms.uniform() * n));
    expect(integers.save()).toEqual(uniforms.save());
  });
});
