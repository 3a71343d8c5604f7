/** Prioritised replay: what it draws, how often, and how that is made up for. */
import { RandomStream } from '@agon/core';
import { describe, expect, it } from 'vitest';
import { ReplayRing } from './ring.js';
import { PrioritisedSampler } from './samplers.js';

const CAPACITY = 8;

/** A full ring of two steps' reach; row r holds reward r. Rows 9 and 12 are last observations of cut episodes. */
function setUp(exponent: number) {
  const ring = new ReplayRing({
    capacity: CAPACITY,
    tracks: 1,
    observation: { shape: [1], dtype: 'float32', high: 1 },
    numActions: 2,
    reach: 2,
  });
  const sampler = new PrioritisedSampler(ring, exponent);
  const push = (count: number) => {
    for (let i = 0; i < count; i++) {
      const row = ring.end;
      ring.push(new Float32Array([row]), 0, row, false, row === 9 || row === 12);
      sampler.pushed();
    }
  };
  return { ring, sampler, push };
}

/** How often each row comes up, as shares. */
function shares(sampler: PrioritisedSampler, draws: number): Record<number, number> {
  const rows = new Float64Array(10);
  const rng = new RandomStream('draws');
  const counts: Record<number, number> = {};
  for (let i = 0; i < draws / 10; i++) {
    sampler.drawInto(rows, rng);
    for (const row of rows) counts[row] = (counts[row] ?? 0) + 1 / draws;
  }
  return counts;
}

describe('prioritised replay', () => {
  it('draws only rows that can be learned from: still there, whole, and followed by what they reach', () => {
    const { ring, sampler, push } = setUp(0.5);
    expect(() => sampler.drawInto(new Float64Array(1), new RandomStream(1))).toThrow(/no transition/);
    push(2);
    expect(ring.size).toBe(0);
    expect(() => sampler.drawInto(new Float64Array(1), new RandomStream(1))).toThrow(/no transition/);
    push(13);
    // Rows 7 to 14 are there; 13 and 14 lack what they reach.
    expect(Object.keys(shares(sampler, 1_000)).map(Number)).toEqual([7, 8, 10, 11]);
    expect(ring.size).toBe(4);
  });

  it('draws by priority to the power of the exponent, new rows like those of the largest', () => {
    const { sampler, push } = setUp(0.5);
    push(7); // rows 0 to 4 are whole
    sampler.update(Float64Array.from([0, 1, 2, 3]), Float32Array.from([1, 4, 9, 0]));
    push(1); // row 5 enters with the largest priority so far
    const counts = shares(sampler, 20_000);
    const priorities = [1, 2, 3, 0.001, 1, 3];
    const total = priorities.reduce((sum, each) => sum + each, 0);
    priorities.forEach((priority, row) => expect(counts[row] ?? 0).toBeCloseTo(priority / total, 2));
  });

  it('weighs a row by (size · chance)^−β over the largest such weight in the batch', () => {
    const { sampler, push } = setUp(1);
    push(6); // rows 0 to 3
    sampler.update(Float64Array.from([0, 1, 2, 3]), Float32Array.from([1, 2, 3, 4]));
    const rows = new Float64Array(16);
    const weights = new Float32Array(16);
    sampler.drawInto(rows, new RandomStream('batch'));
    sampler.weightsInto(weights, 0.6);
    const raw = Array.from(rows, (row) => (4 * ((row + 1) / 10)) ** -0.6);
    raw.forEach((weight, i) => expect(weights[i]).toBeCloseTo(weight / Math.max(...raw), 4));
    expect(new Set(rows).size).toBeGreaterThan(2);
  });

  it('makes up in the mean for what it draws more often, with β = 1', () => {
    const { sampler, push } = setUp(1);
    push(6);
    sampler.update(Float64Array.from([0, 1, 2, 3]), Float32Array.from([1, 2, 3, 4]));
    const rows = new Float64Array(10);
    const weights = new Float32Array(10);
    const rng = new RandomStream('many');
    const sums = [0, 0, 0, 0];
    for (let i = 0; i < 2_000; i++) {
      sampler.drawInto(rows, rng);
      sampler.weightsInto(weights, 1);
      // Every batch of ten strata holds row 0, whose weight is the largest: the same divisor each time.
      rows.forEach((row, j) => (sums[row] += weights[j] / 2_000));
    }
    sums.forEach((sum) => expect(sum).toBeCloseTo(1, 1));
  });

  it('refuses priorities of another buffer', () => {
    const { sampler } = setUp(1);
    expect(() => sampler.load(new Float64Array(3))).toThrow(/needs 9 priorities, the state has 3/);
    expect(() => sampler.load(undefined)).toThrow(/has none/);
  });
});
