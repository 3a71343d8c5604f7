import { RandomStream } from '@agon/core';
import { describe, expect, it } from 'vitest';
import { makeEnv } from './registry.js';
import { VectorEnv } from './vectorEnv.js';

const make = () => makeEnv('minatar-breakout:limit=25');
const SIZE = 400;

/** A vectorised environment beside single ones that a test steps by hand. */
function both(numEnvs: number, seed: string) {
  const vector = new VectorEnv(make, numEnvs);
  vector.reset(seed);
  const singles = Array.from({ length: numEnvs }, (_, i) => {
    const env = make();
    env.reset(`${seed} / env ${i}`);
    return env;
  });
  return { vector, singles };
}

describe('VectorEnv', () => {
  it('steps each environment as if it were alone, restarts included', () => {
    const { vector, singles } = both(5, 'alone');
    const rng = new RandomStream('actions');
    const actions = new Int32Array(5);
    const picture = new Uint8Array(SIZE);
    const returns = [0, 0, 0, 0, 0];
    const lengths = [0, 0, 0, 0, 0];
    let ends = 0;
    for (let step = 0; step < 300; step++) {
      for (let i = 0; i < 5; i++) actions[i] = rng.int(6);
      vector.step(actions);
      singles.forEach((env, i) => {
        const { reward, terminated, truncated } = env.step(actions[i]);
        returns[i] += reward;
        lengths[i]++;
        expect(vector.rewards[i]).toBe(reward);
        expect([vector.terminated[i], vector.truncated[i]]).toEqual([Number(terminated), Number(truncated)]);
        if (terminated || truncated) {
          ends++;
          env.observe(picture);
          expect(vector.finalObservations.subarray(i * SIZE, (i + 1) * SIZE)).toEqual(picture);
          expect([vector.episodeReturns[i], vector.episodeLengths[i]]).toEqual([returns[i], lengths[i]]);
          returns[i] = lengths[i] = 0;
          env.reset();
        }
        env.observe(picture);
        expect(vector.observations.subarray(i * SIZE, (i + 1) * SIZE)).toEqual(picture);
      });
    }
    expect(ends).toBeGreaterThan(50);
  });

  it('gives every environment its own stream', () => {
    const { vector } = both(8, 'streams');
    expect(new Set(vector.envs.map((env) => JSON.stringify(env.save()))).size).toBe(8);
  });

  it('goes on from a saved state with the same future', () => {
    const { vector } = both(3, 'save');
    const play = (target: VectorEnv, steps: number, seed: string) => {
      const rng = new RandomStream(seed);
      const log: unknown[] = [];
      for (let step = 0; step < steps; step++) {
        target.step(target.envs.map(() => rng.int(6)));
        log.push(
          [...target.rewards],
          [...target.terminated],
          [...target.truncated],
          target.envs.map((env) => env.hash()),
        );
        if (target.truncated[0]) log.push(target.episodeReturns[0], target.episodeLengths[0]);
      }
      return [log, [...target.observations]];
    };
    play(vector, 33, 'before');
    const saved = JSON.parse(JSON.stringify(vector.save()));
    const seen = [...vector.observations];
    const future = play(vector, 100, 'after');
    const other = new VectorEnv(make, 3);
    other.load(saved);
    expect([...other.observations]).toEqual(seen);
    expect(play(other, 100, 'after')).toEqual(future);
  });

  it('refuses the saved state of another number of environments', () => {
    const saved = both(3, 'save').vector.save();
    expect(() => new VectorEnv(make, 2).load(saved)).toThrow(expect.objectContaining({ code: 'bad-file' }));
    expect(() => new VectorEnv(make, 2).load(null)).toThrow(expect.objectContaining({ code: 'bad-file' }));
  });
});
