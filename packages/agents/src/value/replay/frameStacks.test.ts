/** Stacked pictures out of a ring that stores each picture once, beside the stacks that the environment showed. */
import { RandomStream } from '@agon/core';
import { makeEnv, observationSize } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import type { InputArray } from '../../networkInput.js';
import { batchOfOne } from '../../testing/batches.js';
import { ReplayRing } from './ring.js';
import { PrioritisedSampler, UniformSampler } from './samplers.js';

const TRACKS = 2;
/** Short episodes; a blank picture now and then; small pictures in colour. */
const SPEC = 'pixel-breakout:size=36,stack=3,gray=false,limit=40,flicker=0.3';

/** Rows of random play in a ring, with what the environments showed, a step a row. */
function play(capacity: number, rounds: number) {
  const envs = Array.from({ length: TRACKS }, () => makeEnv(SPEC));
  const [{ observation, actionNames }] = envs;
  const ring = new ReplayRing({
    capacity,
    tracks: TRACKS,
    observation,
    numActions: actionNames.length,
    reach: 1,
  });
  const samplers = [new UniformSampler(ring), new PrioritisedSampler(ring, 0.5)];
  const rng = new RandomStream('play');
  const seen: Uint8Array[] = [];
  const cut = envs.map(() => false);
  envs.forEach((env, i) => env.reset(`env ${i}`));
  for (let round = 0; round < rounds; round++) {
    for (const [i, env] of envs.entries()) {
      const stack = new Uint8Array(observationSize(observation));
      env.observe(stack);
      seen.push(stack);
      const action = rng.int(actionNames.length);
      // After a cut this plays nothing, and the row holds the last observation.
      const { reward, terminated, truncated } = env.step(action);
      const isFinal = cut[i];
      ring.push(stack, action, reward, terminated, isFinal);
      for (const sampler of samplers) sampler.pushed();
      if (terminated || isFinal) env.reset();
      cut[i] = truncated && !isFinal;
    }
  }
  return { ring, samplers, seen };
}

/** Whether an input is these bytes. */
function shows(input: InputArray, stack: Uint8Array): boolean {
  return input.every((value, i) => value === stack[i]);
}

describe('a ring of stacked pictures', () => {
  it('gives back every stack that can be sampled, and the one after it, as the environment showed them', () => {
    const { ring, samplers, seen } = play(40, 50);
    const size = ring.observationSize;
    const batch = batchOfOne(size);
    const rows = new Float64Array(1);
    const rng = new RandomStream('draws');
    const drawn = new Set<number>();
    for (let draw = 0; draw < 300; draw++) {
      samplers[draw % 2].drawInto(rows, rng);
      const [row] = rows;
      drawn.add(row);
      ring.transitionInto(batch, 0, row, 1, 0.9);
      expect(shows(batch.observation, seen[row])).toBe(true);
      expect(shows(batch.next, seen[row + TRACKS])).toBe(true);
    }
    // Rows 60 to 99 are there; the pictures of the first two rounds begin before them, and the last round has no next one.
    const usable = Array.from({ length: 34 }, (_, i) => 64 + i).filter((row) => !ring.isFinal(row));
    expect([...drawn].sort((a, b) => a - b)).toEqual(usable);
    expect(ring.size).toBe(usable.length);
  });

  it('counts the rows that can be sampled, at whatever moment', () => {
    const observation = { shape: [1, 1, 3], dtype: 'uint8', high: 255, frames: 3 } as const;
    const ring = new ReplayRing({ capacity: 20, tracks: TRACKS, observation, numActions: 2, reach: 2 });
    const rng = new RandomStream('ends');
    for (let step = 0; step < 120; step++) {
      ring.push(new Uint8Array(3), 0, 0, false, rng.int(4) === 0);
      let size = 0;
      for (let row = ring.startsBegin; row < ring.startsEnd; row++) if (!ring.isFinal(row)) size++;
      expect(ring.size).toBe(size);
    }
  });
});
