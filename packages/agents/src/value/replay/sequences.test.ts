/** Sequences out of the ring against a slow twin. */
import { RandomStream } from '@agon/core';
import { describe, expect, it } from 'vitest';
import { ReplayRing } from './ring.js';
import { sequenceInto, sequenceReach, sequencePriorityInto, type SequenceBatch } from './sequences.js';

const SHAPE = { burnIn: 2, unroll: 3, numSteps: 2 };
const TRACKS = 2;
const STATE = 2;
const GAMMA = 0.5;

function emptyBatch(size: number): SequenceBatch {
  const { burnIn, unroll, numSteps } = SHAPE;
  const floats = (length: number) => new Float32Array(length).fill(NaN);
  return {
    warm: floats(size * burnIn),
    warmBegins: floats(size * burnIn),
    observation: floats(size * (unroll + numSteps)),
    begins: floats(size * (unroll + numSteps)),
    state: floats(size * STATE),
    action: new Int32Array(size * unroll),
    reward: floats(size * unroll),
    discount: floats(size * unroll),
    weight: floats(size * unroll),
    following: new Int32Array(size * unroll),
  };
}

/** Two tracks; row r shows r, pays r, and keeps the state [r, −r]. On track 0 row 8 ends an episode and row 14 shows the last of one that was cut. */
function filled(): ReplayRing {
  const ring = new ReplayRing({
    capacity: 40,
    tracks: TRACKS,
    observation: { shape: [1], dtype: 'float32', high: 1 },
    numActions: 4,
    reach: sequenceReach(SHAPE),
    extras: STATE,
  });
  for (let row = 0; row < 40; row++) {
    ring.push(new Float32Array([row]), row % 4, row, row === 8, row === 14);
    ring.setExtras(row, new Float32Array([row, -row]), 0);
  }
  return ring;
}

describe('a sequence', () => {
  it('holds one track, marks where episodes begin, and starts from the stored state', () => {
    const batch = emptyBatch(2);
    sequenceInto(batch, 1, filled(), 6, SHAPE, GAMMA, 0.7, true);
    expect(Array.from(batch.state.subarray(2))).toEqual([6, -6]);
    expect(Array.from(batch.warm?.subarray(2) ?? [])).toEqual([6, 8]);
    expect(Array.from(batch.warmBegins?.subarray(2) ?? [])).toEqual([0, 0]);
    expect(Array.from(batch.observation.subarray(5))).toEqual([10, 12, 14, 16, 18]);
    // Row 8 ended an episode, row 14 is the last of one that was cut.
    expect(Array.from(batch.begins.subarray(5))).toEqual([1, 0, 0, 1, 0]);
    expect(Array.from(batch.action.subarray(3))).toEqual([2, 0, 2]);
    // Two steps from row 10, one from row 12, both up to row 14, which is no step and counts for nothing.
    expect(Array.from(batch.reward.subarray(3, 5))).toEqual([10 + GAMMA * 12, 12]);
    expect(Array.from(batch.discount.subarray(3, 5))).toEqual([GAMMA ** 2, GAMMA]);
    expect(Array.from(batch.following?.subarray(3, 5) ?? [])).toEqual([2, 2]);
    expect(Array.from(batch.weight.subarray(3))).toEqual([Math.fround(0.7), Math.fround(0.7), 0]);
    expect(batch.reward.slice(0, 3)).toEqual(new Float32Array(3).fill(NaN));
  });

  it('counts returns up to the end of an episode, with nothing after it', () => {
    const batch = emptyBatch(1);
    sequenceInto(batch, 0, filled(), 2, SHAPE, GAMMA, 1, false);
    expect(Array.from(batch.state)).toEqual([0, 0]);
    // Rows 6, 8, 10 are learned from; 8 is the last one of its episode.
    expect(Array.from(batch.reward)).toEqual([6 + GAMMA * 8, 8, 10 + GAMMA * 12]);
    expect(Array.from(batch.discount)).toEqual([0, 0, GAMMA ** 2]);
    expect(Array.from(batch.weight)).toEqual([1, 1, 1]);
  });

  it('has nine tenths of its largest error and a tenth of the mean as its priority', () => {
    const rng = new RandomStream('errors');
    const priority = Float32Array.from({ length: 6 }, () => rng.uniform());
    const out = new Float32Array(2);
    sequencePriorityInto(out, priority, new Float32Array(6).fill(0.3));
    for (let i = 0; i < 2; i++) {
      const part = Array.from(priority.subarray(3 * i, 3 * i + 3));
      const mean = part.reduce((sum, each) => sum + each, 0) / 3;
      expect(out[i]).toBeCloseTo(0.9 * Math.max(...part) + 0.1 * mean, 6);
    }
  });

  it('has no priority from steps that nothing is learned from', () => {
    const out = new Float32Array(3);
    const priority = Float32Array.of(1, 100, 3, 5, 5, 100, 7, 8, 9);
    sequencePriorityInto(out, priority, Float32Array.of(0.2, 0, 0.2, 1, 1, 0, 0, 0, 0));
    [0.9 * 3 + 0.1 * 2, 5, 0].forEach((expected, i) => expect(out[i]).toBeCloseTo(expected, 6));
  });
});
