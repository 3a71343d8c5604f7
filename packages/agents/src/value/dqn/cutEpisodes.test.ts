/**
 * Episodes that a time limit cuts, from the environment to the batch: every step of them is learned from, the last one by the
 * last observation. Against a twin that plays the same episodes and keeps transitions as objects.
 */
import { RandomStream, type Json } from '@agon/core';
import { makeEnv, observationArray } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import { batchOfOne } from '../../testing/batches.js';
import { ReplayRing } from '../replay/ring.js';
import { UniformSampler } from '../replay/samplers.js';
import { sequenceInto, sequenceReach, type SequenceBatch } from '../replay/sequences.js';
import { EnvGroup } from './envGroup.js';

const TRACKS = 2;
const GAMMA = 0.9;
const SEED = 'cut';

/** A step as the environment tells it, and its successor. */
interface Transition {
  observation: number[];
  action: number;
  reward: number;
  next: number[];
  terminated: boolean;
}

/** Rounds of random actions in a ring, as actors and learner put them there; what each environment was told to play. */
function play(spec: string, rounds: number, reach: number) {
  const group = new EnvGroup(spec, TRACKS, SEED);
  const [{ observation, actionNames }] = group.envs;
  const numActions = actionNames.length;
  const ring = new ReplayRing({ capacity: rounds * TRACKS, tracks: TRACKS, observation, numActions, reach });
  const rng = new RandomStream('actions');
  const actions: number[][] = [[], []];
  group.start();
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < TRACKS; i++) {
      group.look(i);
      const action = rng.int(numActions);
      group.step(i, action, undefined);
      const { observations, reward, terminated, rested } = group;
      ring.push(observations[i], action, reward, terminated, rested);
      if (!rested) actions[i].push(action);
    }
  }
  return { ring, actions };
}

/** The episodes of environment i that these actions make. */
function episodesOf(spec: string, i: number, actions: readonly number[]): Transition[][] {
  const env = makeEnv(spec);
  const seen = (): number[] => {
    const out = observationArray(env.observation);
    env.observe(out);
    return Array.from(out);
  };
  const episodes: Transition[][] = [];
  let isOver = true;
  for (const action of actions) {
    if (isOver) {
      env.reset(`${SEED} / env ${i} / episode ${episodes.length}`);
      episodes.push([]);
    }
    const observation = seen();
    const { reward, terminated, truncated } = env.step(action);
    episodes.at(-1)?.push({ observation, action, reward, next: seen(), terminated });
    isOver = terminated || truncated;
  }
  return episodes;
}

/** The return of at most n steps from step `at` of an episode. */
function returnOf(episode: readonly Transition[], at: number, n: number) {
  const steps = episode.slice(at, at + n);
  const last = steps[steps.length - 1];
  return {
    observation: steps[0].observation,
    action: steps[0].action,
    reward: Math.fround(steps.reduce((sum, { reward }, k) => sum + GAMMA ** k * reward, 0)),
    discount: last.terminated ? 0 : Math.fround(GAMMA ** steps.length),
    next: last.terminated ? undefined : last.next,
  };
}

const SPECS = ['cart-pole:limit=5', 'minatar-breakout:limit=7', 'pixel-breakout:size=12,stack=3,limit=6'];

describe.each(SPECS)('episodes that are cut: %s', (spec) => {
  it.each([1, 3])('give all their steps to be learned from, with returns of %d steps', (n) => {
    const rounds = 60;
    const { ring, actions } = play(spec, rounds, n);
    const size = ring.observationSize;
    const batch = batchOfOne(size);
    const found: unknown[] = [];
    for (let track = 0; track < TRACKS; track++) {
      for (let row = ring.startsBegin + track; row < ring.startsEnd; row += TRACKS) {
        if (ring.isFinal(row)) continue;
        ring.transitionInto(batch, 0, row, n, GAMMA);
        const { action, reward, discount } = batch;
        const next = discount[0] === 0 ? undefined : Array.from(batch.next);
        const observation = Array.from(batch.observation);
        found.push({ observation, action: action[0], reward: reward[0], discount: discount[0], next });
      }
    }
    const expected = actions.flatMap((each, i) => {
      const all = episodesOf(spec, i, each).flatMap((episode) =>
        episode.map((_, at) => returnOf(episode, at, n)),
      );
      // The newest rows lack what they reach.
      const reached = Array.from({ length: n }, (_, k) => (rounds - 1 - k) * TRACKS + i);
      return all.slice(0, all.length - reached.filter((row) => !ring.isFinal(row)).length);
    });
    expect(found).toEqual(expected);
    expect(ring.size).toBe(found.length);
  });

  it('stand in sequences with their last observation, by which returns of two steps go on', () => {
    const shape = { burnIn: 1, unroll: 4, numSteps: 2 };
    const { ring, actions } = play(spec, 60, sequenceReach(shape));
    const size = ring.observationSize;
    const { unroll, numSteps } = shape;
    const batch = {
      warm: new Float32Array(size),
      warmBegins: new Float32Array(1),
      observation: new Float32Array((unroll + numSteps) * size),
      begins: new Float32Array(unroll + numSteps),
      state: new Float32Array(2),
      action: new Int32Array(unroll),
      reward: new Float32Array(unroll),
      discount: new Float32Array(unroll),
      weight: new Float32Array(unroll),
      following: new Int32Array(unroll),
    } satisfies SequenceBatch;
    const at = (place: number) => Array.from(batch.observation.subarray(place * size, (place + 1) * size));
    /** By row of the ring: the return from there. */
    const returns = new Map<number, ReturnType<typeof returnOf>>();
    actions.forEach((each, track) => {
      const all = episodesOf(spec, track, each).flatMap((episode) =>
        episode.map((_, step) => returnOf(episode, step, numSteps)),
      );
      for (let row = track; row < ring.end; row += TRACKS) {
        if (!ring.isFinal(row)) returns.set(row, all.shift()!);
      }
    });
    const rows = new Float64Array(40);
    new UniformSampler(ring).drawInto(rows, new RandomStream('draws'));
    let numFinal = 0;
    for (const row of rows) {
      sequenceInto(batch, 0, ring, row, shape, GAMMA, 0.5, false);
      for (let t = 0; t < unroll; t++) {
        const expected = returns.get(row + (shape.burnIn + t) * TRACKS);
        expect(batch.weight[t]).toBe(expected ? 0.5 : 0);
        if (!expected) {
          numFinal++;
          continue;
        }
        const { observation, action, reward, discount, next } = expected;
        expect([batch.action[t], batch.reward[t], batch.discount[t]]).toEqual([action, reward, discount]);
        expect(at(t)).toEqual(observation);
        if (next) expect(at(batch.following[t])).toEqual(next);
      }
    }
    expect(numFinal).toBeGreaterThan(10);
  });

  it.each([4, 5, 6, 7, 8])(
    'go on from a state that was saved after %d turns, in one of rest too',
    (turns) => {
      const played = (): EnvGroup => {
        const group = new EnvGroup(spec, TRACKS, SEED);
        group.wantRecording();
        group.start();
        const rng = new RandomStream('before');
        for (let turn = 0; turn < TRACKS * turns; turn++) group.step(turn % TRACKS, rng.int(2), {});
        return group;
      };
      const future = (group: EnvGroup) => {
        const rng = new RandomStream('after');
        return Array.from({ length: 40 }, (_, turn) => {
          const i = turn % TRACKS;
          group.look(i);
          const seen = Array.from(group.observations[i]);
          const recorded = group.step(i, rng.int(2), {});
          const { reward, terminated, truncated, rested, episodeReturn } = group;
          return [seen, reward, terminated, truncated, rested, truncated && episodeReturn, recorded];
        });
      };
      const resumed = new EnvGroup(spec, TRACKS, SEED);
      resumed.load(JSON.parse(JSON.stringify(played().save())) as Json);
      expect(future(resumed)).toEqual(future(played()));
    },
  );
});

describe('a task that goes round while its episodes are cut', () => {
  it('has the values of one without end: 1 a step is worth 1 / (1 − γ) in every state', () => {
    // Five states in a circle, one step from each to the next; every episode is cut after five steps, back in state 0.
    const observation = { shape: [5], dtype: 'uint8', high: 1 } as const;
    const ring = new ReplayRing({ capacity: 60, tracks: 1, observation, numActions: 1, reach: 1 });
    const oneHot = (state: number) => Uint8Array.from({ length: 5 }, (_, i) => (i === state ? 1 : 0));
    for (let turn = 0; turn < 60; turn++) {
      const isFinal = turn % 6 === 5;
      ring.push(oneHot((turn % 6) % 5), 0, isFinal ? 0 : 1, false, isFinal);
    }
    const batch = batchOfOne(5);
    const values = new Float64Array(5);
    const rows = new Float64Array(1);
    const sampler = new UniformSampler(ring);
    const rng = new RandomStream('draws');
    for (let update = 0; update < 2_000; update++) {
      sampler.drawInto(rows, rng);
      ring.transitionInto(batch, 0, rows[0], 1, GAMMA);
      values[batch.observation.indexOf(1)] =
        batch.reward[0] + batch.discount[0] * values[batch.next.indexOf(1)];
    }
    // Where the last step of an episode was never drawn, state 4 kept its 0, and state 0 came to 3.44.
    for (const value of values) expect(value).toBeCloseTo(10, 2);
  });
});
