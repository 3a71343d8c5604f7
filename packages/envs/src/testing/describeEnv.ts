/** The suite that every single-player environment passes: the contract of `Env`, rule by rule. */
import { RandomStream, type Json } from '@agon/core';
import { describe, expect, it } from 'vitest';
import { drawEnv } from '../drawings.js';
import { observationArray, type Env } from '../env.js';
import { formatEnv, makeEnv } from '../registry.js';

/** Steps within which a random player's episode must end. */
const MAX_EPISODE = 20_000;

/** What one step showed. */
interface Seen {
  reward: number;
  terminated: boolean;
  truncated: boolean;
  hash: number;
  observation: number[];
}

/** Declares the suite for environments that `make` makes; each test makes its own. */
export function describeEnv(name: string, make: () => Env): void {
  describe(`${name} keeps the contract of Env`, () => {
    it('is made again by its spec', () => {
      const env = make();
      const again = makeEnv(formatEnv(env));
      expect(again.id).toBe(env.id);
      expect(again.version).toBe(env.version);
      expect(again.options).toEqual(env.options);
      expect(again.actionNames).toEqual(env.actionNames);
      expect(again.observation).toEqual(env.observation);
    });

    it('writes every value of its observation, within the declared range', () => {
      const env = make();
      env.reset('range');
      playRandomly(env, 'range', 300, () => {
        const ours = observe(env, -1);
        expect(ours.every((value) => value >= 0 || env.observation.dtype === 'float32')).toBe(true);
        if (env.observation.dtype === 'uint8')
          expect(Math.max(...ours)).toBeLessThanOrEqual(env.observation.high);
        expect(observe(env, 7)).toEqual(ours);
        const floats = new Float32Array(ours.length).fill(0.5);
        env.observe(floats);
        if (env.observation.dtype === 'uint8') expect(Array.from(floats)).toEqual(ours);
      });
    });

    it('plays the same game again from the same seed and actions', () => {
      expect(record(make(), 'same')).toEqual(record(make(), 'same'));
      const env = make();
      record(env, 'another');
      expect(record(env, 'same')).toEqual(record(make(), 'same'));
    });

    it('goes on with its stream at a reset without a seed', () => {
      const [one, two] = [make(), make()];
      for (const env of [one, two]) {
        env.reset('stream');
        playRandomly(env, 'stream', 50, () => undefined);
        env.reset();
      }
      expect(playedFrom(one, 'on', 200)).toEqual(playedFrom(two, 'on', 200));
    });

    it('refuses what is no action, and stays as it was', () => {
      const env = make();
      env.reset('illegal');
      const before = [env.hash(), observe(env, 0)];
      for (const action of [-1, env.actionNames.length, 0.5, NaN, Infinity]) {
        expect(() => env.step(action)).toThrow(expect.objectContaining({ code: 'illegal-action' }));
      }
      expect([env.hash(), observe(env, 0)]).toEqual(before);
    });

    it('changes nothing after the end, and pays nothing', () => {
      const env = make();
      env.reset('end');
      const last = playToEnd(env, 'end');
      const picture = observe(env, 0);
      const rng = new RandomStream('after the end');
      for (let i = 0; i < 20; i++) {
        const result = env.step(rng.int(env.actionNames.length));
        expect(result).toEqual({ ...last, reward: 0 });
        expect(observe(env, 0)).toEqual(picture);
      }
      env.reset();
      expect(env.step(0).truncated && last.truncated).toBe(false);
    });

    it('goes on from a saved state as if nothing had happened, and through JSON', () => {
      const env = make();
      env.reset('save');
      playRandomly(env, 'save', 137, () => undefined);
      const saved = JSON.parse(JSON.stringify(env.save()));
      const future = playedFrom(env, 'future', 400);
      const other = make();
      other.load(saved);
      expect(JSON.parse(JSON.stringify(other.save()))).toEqual(saved);
      expect(playedFrom(other, 'future', 400)).toEqual(future);
      env.load(saved);
      expect(playedFrom(env, 'future', 400)).toEqual(future);
    });

    it('refuses what is no saved state', () => {
      const wrongs: Json[] = [null, 7, 'state', [], {}, { game: {} }];
      for (const wrong of wrongs) {
        expect(() => make().load(wrong)).toThrow(expect.objectContaining({ code: 'bad-file' }));
      }
    });

    it('is drawn at every step', () => {
      const env = make();
      env.reset('draw');
      playRandomly(env, 'draw', 200, () => {
        const drawing = drawEnv(env);
        expect(drawing.marks.length).toBeGreaterThan(0);
        expect(drawing.text.trim()).not.toBe('');
      });
    });
  });
}

function observe(env: Env, fill: number): number[] {
  const out = observationArray(env.observation);
  out.fill(fill & 0xff);
  env.observe(out);
  return Array.from(out);
}

/** Plays random actions for `steps` steps, with resets at the ends of episodes; `each` is called before each step. */
function playRandomly(env: Env, seed: string, steps: number, each: () => void): void {
  const rng = new RandomStream(`${seed} / actions`);
  for (let i = 0; i < steps; i++) {
    each();
    const { terminated, truncated } = env.step(rng.int(env.actionNames.length));
    if (terminated || truncated) env.reset();
  }
}

function playToEnd(env: Env, seed: string): { terminated: boolean; truncated: boolean } {
  const rng = new RandomStream(`${seed} / actions`);
  for (let i = 0; i < MAX_EPISODE; i++) {
    const { terminated, truncated } = env.step(rng.int(env.actionNames.length));
    if (terminated || truncated) return { terminated, truncated };
  }
  throw new Error(`${env.id}: a random player's episode did not end within ${MAX_EPISODE} steps`);
}

/** Everything that `steps` random steps from here show. */
function playedFrom(env: Env, seed: string, steps: number): Seen[] {
  const rng = new RandomStream(`${seed} / actions`);
  return Array.from({ length: steps }, () => {
    const { reward, terminated, truncated } = env.step(rng.int(env.actionNames.length));
    const seen = { reward, terminated, truncated, hash: env.hash(), observation: observe(env, 0) };
    if (terminated || truncated) env.reset();
    return seen;
  });
}

function record(env: Env, seed: string): Seen[] {
  env.reset(seed);
  return playedFrom(env, seed, 400);
}
