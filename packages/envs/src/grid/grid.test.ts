import { RandomStream } from '@agon/core';
import { describe, expect, it } from 'vitest';
import { makeEnv } from '../registry.js';
import { describeEnv } from '../testing/describeEnv.js';
import { DeepSea } from './deepSea.js';

describeEnv('deep-sea', () => makeEnv('deep-sea:size=6'));
describeEnv('t-maze', () => makeEnv('t-maze:length=4'));

describe('deep sea', () => {
  const dive = (env: DeepSea, isRight: (row: number) => boolean): number => {
    env.reset(1);
    let total = 0;
    for (let row = 0; row < env.size; row++) {
      const right = env.right[row * env.size + env.column];
      const { reward, terminated } = env.step(isRight(row) ? right : 1 - right);
      total += reward;
      expect(terminated).toBe(row === env.size - 1);
    }
    return total;
  };

  it.each([2, 10, 50])('pays 0.99 for going right all the way, at size %i', (size) => {
    const env = makeEnv(`deep-sea:size=${size}`) as DeepSea;
    expect(dive(env, () => true)).toBeCloseTo(0.99, 12);
    expect(dive(env, () => false)).toBe(0);
    expect(dive(env, (row) => row > 0)).toBeCloseTo((-0.01 * (size - 1)) / size, 12);
    expect(dive(env, (row) => row < size - 1)).toBeCloseTo((-0.01 * (size - 1)) / size, 12);
  });

  it('shows the diver’s cell, and nothing below the bottom', () => {
    const env = makeEnv('deep-sea:size=3,mapping=0');
    const seen = (): number[] => {
      const out = new Uint8Array(9).fill(7);
      env.observe(out);
      return Array.from(out);
    };
    env.reset(1);
    expect(seen()).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0]);
    env.step(1);
    expect(seen()).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0]);
    env.step(0);
    expect(seen()).toEqual([0, 0, 0, 0, 0, 0, 1, 0, 0]);
    env.step(0);
    expect(seen()).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('maps actions by the seed of the mapping alone, not of the episode', () => {
    const mapping = (spec: string, seed: number) => {
      const env = makeEnv(spec) as DeepSea;
      env.reset(seed);
      return env.right.join('');
    };
    expect(mapping('deep-sea', 1)).toBe(mapping('deep-sea', 2));
    expect(mapping('deep-sea', 1)).not.toBe(mapping('deep-sea:mapping=7', 1));
    expect(mapping('deep-sea:mapping=0', 1)).toBe('1'.repeat(100));
  });
});

describe('the T-maze', () => {
  it('shows the sign at the start only, and pays for the turn that it names', () => {
    const env = makeEnv('t-maze:length=3');
    const seen = (): string => {
      const out = new Float32Array(3);
      env.observe(out);
      return out.join('');
    };
    const signs = { '011': 0, '110': 0 };
    for (let episode = 0; episode < 100; episode++) {
      env.reset(`episode ${episode}`);
      const sign = seen() as keyof typeof signs;
      signs[sign]++;
      for (let i = 0; i < 3; i++) {
        expect(env.step(1)).toEqual({ reward: 0, terminated: false, truncated: false });
        expect(seen()).toBe(i < 2 ? '101' : '010');
      }
      const up = sign === '011';
      const turnUp = episode % 2 === 0;
      expect(env.step(turnUp ? 0 : 2)).toMatchObject({ reward: up === turnUp ? 4 : -0.1, terminated: true });
    }
    expect(signs['011']).toBeGreaterThan(30);
    expect(signs['110']).toBeGreaterThan(30);
  });

  it('charges for walking into walls, where nothing moves', () => {
    const env = makeEnv('t-maze:length=3');
    env.reset(1);
    for (const action of [0, 2, 3]) expect(env.step(action).reward).toBe(-0.1);
    env.step(1);
    for (const action of [0, 2]) expect(env.step(action).reward).toBe(-0.1);
    env.step(1);
    env.step(1);
    expect(env.step(1)).toEqual({ reward: -0.1, terminated: false, truncated: false });
  });

  it('gives a player without memory two points at best', () => {
    // Its turn cannot depend on the sign, whichever way it chooses it: half of its turns are wrong.
    const env = makeEnv('t-maze');
    const rng = new RandomStream('turns');
    let total = 0;
    for (let episode = 0; episode < 400; episode++) {
      env.reset(`episode ${episode}`);
      for (let i = 0; i < 10; i++) env.step(1);
      total += env.step(2 * rng.int(2)).reward;
    }
    expect(total / 400).toBeGreaterThan(1.6);
    expect(total / 400).toBeLessThan(2.3);
  });
});
