/** The replay ring: sizes, errors, and what it never samples. */
import { RandomStream } from '@agon/core';
import { describe, expect, it } from 'vitest';
import { ReplayRing } from './ring.js';
import { UniformSampler } from './samplers.js';
import { SumTree } from './sumTree.js';

const minAtar = { shape: [10, 10, 4], dtype: 'uint8', high: 1 } as const;
const pixels = { shape: [84, 84], dtype: 'uint8', high: 255 } as const;

describe('the replay ring', () => {
  it('takes its bytes at once: a MinAtar frame is 50 bytes and a row 60', () => {
    const ring = new ReplayRing({
      capacity: 100_000,
      tracks: 1,
      observation: minAtar,
      numActions: 6,
      reach: 1,
    });
    expect(ring.rowBytes).toBe(60);
    expect(ring.bytes).toBe(6_000_000);
    const large = new ReplayRing({ capacity: 10, tracks: 1, observation: pixels, numActions: 6, reach: 1 });
    expect(large.rowBytes).toBe(84 * 84 + 8);
  });

  it('holds more than one array can, in memory that comes as it fills', () => {
    const stack = { shape: [84, 84, 4], dtype: 'uint8', high: 255, frames: 4 } as const;
    const before = process.memoryUsage().arrayBuffers;
    const ring = new ReplayRing({
      capacity: 1_000_000,
      tracks: 1,
      observation: stack,
      numActions: 3,
      reach: 1,
    });
    expect(ring.bytes).toBe(7_064_000_000);
    for (let i = 0; i < 200; i++) ring.push(new Uint8Array(84 * 84 * 4), 0, 0, false, false);
    expect(ring.size).toBe(199);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100e6);
  });

  it('refuses more rows than it can count', () => {
    const make = () =>
      new ReplayRing({ capacity: 5e9, tracks: 1, observation: minAtar, numActions: 6, reach: 1 });
    expect(make).toThrow(/5000000000 rows.*at most 4294967295/);
    expect(() => new SumTree(2e8)).toThrow(/200000000 rows.*at most 134217728/);
  });

  it('stores the pictures of a stack once each: 100,000 of 84×84×4 take 706 MB', () => {
    const stack = { shape: [84, 84, 4], dtype: 'uint8', high: 255, frames: 4 } as const;
    const ring = new ReplayRing({ capacity: 10, tracks: 1, observation: stack, numActions: 6, reach: 1 });
    expect(ring.rowBytes).toBe(84 * 84 + 8);
    expect(ring.rowBytes * 100_000).toBe(706_400_000);
  });

  it('rounds its capacity up so that every track has as many rows', () => {
    expect(
      new ReplayRing({ capacity: 10, tracks: 4, observation: minAtar, numActions: 6, reach: 1 }).capacity,
    ).toBe(12);
    expect(
      new ReplayRing({ capacity: 1, tracks: 4, observation: minAtar, numActions: 6, reach: 1 }).capacity,
    ).toBe(8);
  });

  it('refuses more actions than a byte holds', () => {
    const make = () =>
      new ReplayRing({ capacity: 10, tracks: 1, observation: minAtar, numActions: 257, reach: 1 });
    expect(make).toThrow(/at most 256 actions, this environment has 257/);
  });

  it('says so when there is nothing to sample', () => {
    const ring = new ReplayRing({ capacity: 10, tracks: 1, observation: minAtar, numActions: 6, reach: 1 });
    const sampler = new UniformSampler(ring);
    const sample = () => sampler.drawInto(new Float64Array(1), new RandomStream(1));
    expect(sample).toThrow(/no transition/);
    ring.push(new Uint8Array(400), 0, 0, false, true); // no step
    ring.push(new Uint8Array(400), 0, 0, false, false); // its successor is not there yet
    expect(sample).toThrow(/no transition/);
    ring.push(new Uint8Array(400), 3, 1, false, false);
    expect(sample).not.toThrow();
  });

  it('refuses a saved buffer of another shape', () => {
    const ring = new ReplayRing({ capacity: 10, tracks: 1, observation: minAtar, numActions: 6, reach: 1 });
    const other = new ReplayRing({ capacity: 10, tracks: 1, observation: pixels, numActions: 6, reach: 1 });
    other.push(new Uint8Array(84 * 84), 0, 0, false, false);
    expect(() => ring.restore(other.segment(0))).toThrow(/rows 0 to 1 of 60 bytes.*of 7064 bytes/);
    for (let i = 0; i < 20; i++) ring.push(new Uint8Array(400), 0, 0, false, false);
    const again = new ReplayRing({ capacity: 10, tracks: 1, observation: minAtar, numActions: 6, reach: 1 });
    expect(() => again.restore(ring.segment(15))).toThrow(/needs rows 10 to 20.*has rows 15 to 20/);
  });
});
