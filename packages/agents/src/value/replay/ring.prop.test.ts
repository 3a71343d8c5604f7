/** The replay ring against an obvious twin: an array of transitions as objects. */
import { RandomStream, type Rng } from '@agon/core';
import type { ObservationSpace } from '@agon/envs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinedRows } from '@agon/learning';
import { ReplayRing, type Batch } from './ring.js';
import { UniformSampler } from './samplers.js';

interface Step {
  observation: number[];
  action: number;
  reward: number;
  terminated: boolean;
  isFinal: boolean;
}

const SPACES: Record<string, ObservationSpace> = {
  bits: { shape: [3, 3, 3], dtype: 'uint8', high: 1 },
  'eight bits': { shape: [8], dtype: 'uint8', high: 1 },
  bytes: { shape: [5], dtype: 'uint8', high: 255 },
  floats: { shape: [3], dtype: 'float32', high: 1 },
};
const ACTIONS = 5;
const GAMMA = 0.9;

function randomStep(space: ObservationSpace, rng: Rng): Step {
  const size = space.shape.reduce((product, each) => product * each, 1);
  const value = () =>
    space.dtype === 'float32' ? Math.fround(rng.uniform() * 4 - 2) : rng.int(space.high + 1);
  const end = rng.int(10);
  return {
    observation: Array.from({ length: size }, value),
    action: rng.int(ACTIONS),
    reward: Math.fround(rng.uniform() * 3 - 1),
    terminated: end === 0,
    isFinal: end === 1,
  };
}

function push(ring: ReplayRing, space: ObservationSpace, step: Step): void {
  const { observation, action, reward, terminated, isFinal } = step;
  const array = space.dtype === 'uint8' ? Uint8Array.from(observation) : Float32Array.from(observation);
  ring.push(array, action, reward, terminated, isFinal);
}

function batchOf(size: number, values: number): Batch {
  return {
    observation: new Float32Array(size * values),
    next: new Float32Array(size * values),
    action: new Int32Array(size),
    reward: new Float32Array(size),
    discount: new Float32Array(size),
  };
}

/** What a uniform batch should be, from the log of all steps. */
function expected(log: readonly Step[], ring: ReplayRing, tracks: number, size: number, rng: Rng) {
  const kept = log.map((step, row) => ({ step, row })).slice(ring.start);
  const usable = kept.slice(0, -tracks);
  return Array.from({ length: size }, () => {
    let chosen = usable[rng.int(usable.length)];
    while (chosen.step.isFinal && !chosen.step.terminated) chosen = usable[rng.int(usable.length)];
    const { action, reward, terminated, observation } = chosen.step;
    const next = terminated ? observation : log[chosen.row + tracks].observation;
    return {
      action,
      reward,
      discount: terminated ? 0 : Math.fround(GAMMA),
      observation,
      next,
    };
  });
}

function actual(batch: Batch, values: number) {
  return Array.from(batch.action, (action, i) => ({
    action,
    reward: batch.reward[i],
    discount: batch.discount[i],
    observation: Array.from(batch.observation.subarray(i * values, (i + 1) * values)),
    next: Array.from(batch.next.subarray(i * values, (i + 1) * values)),
  }));
}

const world = fc.record({
  space: fc.constantFrom(...Object.keys(SPACES)),
  tracks: fc.integer({ min: 1, max: 4 }),
  capacity: fc.integer({ min: 1, max: 40 }),
  rounds: fc.integer({ min: 2, max: 60 }),
  /** From a row a chunk to all rows in one. */
  chunkBytes: fc.integer({ min: 1, max: 800 }),
  seed: fc.nat(),
});

describe('the replay ring', () => {
  it('samples the transitions that an array of objects holds, also after it has wrapped around', () => {
    fc.assert(
      fc.property(world, ({ space: name, tracks, capacity, rounds, chunkBytes, seed }) => {
        const space = SPACES[name];
        const rng = new RandomStream(seed);
        const shape = { capacity, tracks, observation: space, numActions: ACTIONS, reach: 1 };
        const ring = new ReplayRing(shape, chunkBytes);
        const values = space.shape.reduce((product, each) => product * each, 1);
        const log: Step[] = [];
        for (let round = 0; round < rounds; round++) {
          for (let track = 0; track < tracks; track++) {
            const step = randomStep(space, rng);
            log.push(step);
            push(ring, space, step);
          }
          ring.checkConsistency();
          const usable = log
            .slice(ring.start, log.length - tracks)
            .filter((each) => each.terminated || !each.isFinal);
          expect(ring.size).toBe(usable.length);
          if (!usable.length) continue;
          const batch = batchOf(4, values);
          const rows = new Float64Array(4);
          new UniformSampler(ring).drawInto(rows, new RandomStream(round));
          rows.forEach((row, i) => ring.transitionInto(batch, i, row, 1, GAMMA));
          expect(actual(batch, values)).toEqual(expected(log, ring, tracks, 4, new RandomStream(round)));
        }
      }),
      { seed: 20_131_219, numRuns: 60 },
    );
  });

  it('goes on the same from segments written at any moments', () => {
    fc.assert(
      fc.property(
        world,
        fc.integer({ min: 1, max: 20 }),
        ({ space: name, tracks, capacity, rounds, chunkBytes, seed }, every) => {
          const space = SPACES[name];
          const rng = new RandomStream(seed);
          const shape = { capacity, tracks, observation: space, numActions: ACTIONS, reach: 1 };
          const ring = new ReplayRing(shape, chunkBytes);
          const written: Uint8Array[] = []; // by row of the log
          let saved = 0;
          for (let round = 1; round <= rounds; round++) {
            for (let track = 0; track < tracks; track++) push(ring, space, randomStep(space, rng));
            if (round % every !== 0) continue;
            const segment = ring.segment(saved);
            for (let row = segment.start; row < segment.end; row++) {
              const at = (row - segment.start) * segment.rowBytes;
              written[row] = joinedRows(segment).slice(at, at + segment.rowBytes);
            }
            saved = ring.end;

            const restored = new ReplayRing(shape);
            const rows = written.slice(segment.keepFrom, segment.end);
            const bytes = Uint8Array.from(rows.flatMap((row) => Array.from(row)));
            // As the state's files may lie: cut anywhere between two rows.
            const cut = rng.int(rows.length + 1) * segment.rowBytes;
            const pieces = [bytes.subarray(0, cut), bytes.subarray(cut)];
            restored.restore({ ...segment, start: segment.keepFrom, pieces });
            restored.checkConsistency();
            expect(restored.segment(0)).toEqual(ring.segment(0));
            expect(restored.size).toBe(ring.size);
          }
        },
      ),
      { seed: 20_151_119, numRuns: 60 },
    );
  });
});
