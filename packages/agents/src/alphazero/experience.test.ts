import { RandomStream } from '@agon/core';
import { makeGame } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import { joinedRows, type Segment } from '@agon/learning';
import { ObservationRows } from '../board/observationRows.js';
import { Experience, windowBytes, type Minibatch } from './experience.js';
import type { GameBatch } from './gameBatch.js';

const game = makeGame('tic_tac_toe');
const features = game.observation.shape.reduce((a, b) => a * b, 1);
const actions = game.numActions;

/** Rows whose number can be read back: the outcome is the row's number, the rest is drawn from it. */
function rows(first: number, count: number): GameBatch {
  const observations = new ObservationRows(game.observation, count);
  const observation = new Uint8Array(features);
  const policies = new Float32Array(count * actions);
  for (let i = 0; i < count; i++) {
    const rng = new RandomStream(`row ${first + i}`);
    for (let k = 0; k < features; k++) observation[k] = rng.int(2);
    observations.write(i, observation);
    for (let k = 0; k < actions; k++) policies[i * actions + k] = rng.uniform();
  }
  return {
    lengths: Int32Array.of(count),
    actions: new Int32Array(count),
    returns: new Float32Array(2),
    observations: observations.array,
    policies,
    concentrations: new Float32Array(count),
    outcomes: Float32Array.from({ length: count }, (_, i) => first + i),
    resignations: new Uint8Array(1),
    ownership: new Uint8Array(0),
    scores: new Float32Array(0),
    evaluations: count,
    accounts: null,
  };
}

/** What the player of the first row saw. */
function firstObservation({ observations }: GameBatch): Float32Array {
  const kept = new ObservationRows(game.observation, 1);
  kept.take(0, observations);
  const out = new Float32Array(features);
  kept.readInto(out, 0);
  return out;
}

function minibatch(size: number): Minibatch {
  return {
    observation: new Float32Array(size * features),
    policy: new Float32Array(size * actions),
    outcome: new Float32Array(size),
  };
}

function sample(experience: Experience, size: number): Minibatch {
  const out = minibatch(size);
  experience.sampleInto(out, new RandomStream('sample'));
  return out;
}

describe('Experience', () => {
  it('holds the newest rows only, and draws all of them', () => {
    const experience = new Experience(game, 50);
    for (let first = 0; first < 120; first += 30) experience.append(rows(first, 30));
    expect([experience.size, experience.end]).toEqual([50, 120]);
    const drawn = new Set(sample(experience, 2000).outcome);
    expect([...drawn].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => 70 + i));
  });

  it('shows each row through every symmetry, observation and policy alike', () => {
    const experience = new Experience(game, 4);
    experience.append(rows(0, 4));
    const planes = game.observation.shape[2];
    const seen = new Set<string>();
    const out = sample(experience, 1000);
    for (let i = 0; i < 1000; i++) {
      const source = rows(out.outcome[i], 1);
      const seenThen = firstObservation(source);
      const observation = out.observation.subarray(i * features, (i + 1) * features);
      const policy = out.policy.subarray(i * actions, (i + 1) * actions);
      const matches = game.symmetries!.findIndex((symmetry) => {
        const pictured = (cell: number, plane: number): boolean =>
          observation[symmetry.cells[cell] * planes + plane] === seenThen[cell * planes + plane];
        const cells = Array.from(symmetry.cells, (_, cell) => cell);
        return (
          cells.every((cell) =>
            Array.from({ length: planes }, (_, plane) => plane).every((p) => pictured(cell, p)),
          ) && source.policies.every((p, action) => policy[symmetry.actions[action]] === p)
        );
      });
      expect(matches).toBeGreaterThanOrEqual(0);
      seen.add(`${out.outcome[i]} ${matches}`);
    }
    expect(seen.size).toBe(4 * 8);
  });

  it('shows each row as it was where it does not augment, and draws the same rows', () => {
    const [plain, turned] = [false, true].map((augment) => {
      const experience = new Experience(game, 4, () => 4, augment);
      experience.append(rows(0, 4));
      return sample(experience, 100);
    });
    expect(plain.outcome).toEqual(turned.outcome);
    expect(plain.observation).not.toEqual(turned.observation);
    plain.outcome.forEach((number, i) => {
      const source = rows(number, 1);
      const observation = plain.observation.subarray(i * features, (i + 1) * features);
      expect(observation).toEqual(firstObservation(source));
      expect(plain.policy.subarray(i * actions, (i + 1) * actions)).toEqual(source.policies);
    });
  });

  it('keeps the same positions in many arrays as in one', () => {
    const one = new Experience(game, 64);
    const many = new Experience(game, 64, () => 64, true, 100);
    for (const experience of [one, many]) experience.append(rows(0, 150));
    expect(sample(many, 300)).toEqual(sample(one, 300));
    expect(many.segments(0)).toEqual(one.segments(0));
  });

  it('may hold more than one array can, in memory that comes as it fills', () => {
    const before = process.memoryUsage().arrayBuffers;
    const window = 1e9;
    // 18 bits, 9 shares and an outcome a position.
    expect(windowBytes({ window }, game)).toBe(window * (3 + 9 * 4 + 4));
    const experience = new Experience(game, window);
    experience.append(rows(0, 3));
    expect(sample(experience, 3).outcome.every((row) => row < 3)).toBe(true);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(300e6);
  });

  it('goes on from saved segments as if it had never stopped', () => {
    const whole = new Experience(game, 64);
    const store: Record<string, Uint8Array> = {};
    let log: Record<string, Segment> = {};
    let saved = 0;
    for (const [first, count] of [
      [0, 20],
      [20, 60],
      [80, 7],
      [87, 130],
      [217, 3],
    ]) {
      whole.append(rows(first, count));
      log = whole.segments(saved);
      saved = whole.end;
      // What the arena does: append the new bytes, forget what no later state needs.
      for (const [name, segment] of Object.entries(log)) {
        const kept = store[name] ?? new Uint8Array();
        const all = joinedRows({ pieces: [kept, ...segment.pieces] });
        store[name] = all.slice(all.length - (segment.end - segment.keepFrom) * segment.rowBytes);
      }
    }
    const restored = new Experience(game, 64);
    restored.load(
      Object.fromEntries(
        Object.entries(log).map(([name, segment]) => [
          name,
          { ...segment, start: segment.keepFrom, pieces: [store[name]] },
        ]),
      ),
    );
    expect([restored.size, restored.end]).toEqual([whole.size, whole.end]);
    expect(sample(restored, 300)).toEqual(sample(whole, 300));
  });

  it('refuses rows of another game', () => {
    const experience = new Experience(game, 8);
    experience.append(rows(0, 2));
    const segments = experience.segments(0);
    segments.policies.rowBytes = 12;
    expect(() => new Experience(game, 8).load(segments)).toThrow(
      /"policies" have 12 bytes each, this game needs 36/,
    );
  });
});
