import { RandomStream } from '@agon/core';
import { describe, expect, it } from 'vitest';
import { makeEnv } from '../registry.js';
import { describeEnv } from '../testing/describeEnv.js';
import { DeepSea } from './deepSea.js';
import { KEY_DOOR_PLANES, KeyDoor } from './keyDoor.js';
import { ROOM_SIDE, ROOMS } from './keyDoorRooms.js';

describeEnv('deep-sea', () => makeEnv('deep-sea:size=6'));
describeEnv('key-door', () => makeEnv('key-door'));
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

describe('key and door', () => {
  const make = (): KeyDoor => {
    const env = new KeyDoor({ id: 'key-door', version: 1, options: {} });
    env.reset(1);
    return env;
  };

  /** Breadth-first search over all that can happen without losing a life: the rewards on a shortest way to the treasure. */
  function shortestWay(): number[] | undefined {
    const env = make();
    const state = () => {
      const { room, x, y, hasKey, isKeyTaken, isDoorOpen, entryX, entryY } = env;
      return { room, x, y, hasKey, isKeyTaken, isDoorOpen, entryX, entryY, patrol: env.patrols[room] };
    };
    interface Node {
      state: ReturnType<typeof state>;
      reward: number;
      before: Node | undefined;
    }
    const seen = new Set([JSON.stringify(state())]);
    let frontier: Node[] = [{ state: state(), reward: 0, before: undefined }];
    while (frontier.length > 0) {
      const next: Node[] = [];
      for (const before of frontier) {
        for (let action = 0; action < 5; action++) {
          const { patrol, ...fields } = before.state;
          Object.assign(env, fields, { lives: 3 });
          env.patrols[fields.room] = patrol;
          const { reward, terminated } = env.step(action);
          const node: Node = { state: state(), reward, before };
          if (terminated) return Array.from(rewardsTo(node)).reverse();
          const key = JSON.stringify(node.state);
          if (env.lives < 3 || seen.has(key)) continue;
          seen.add(key);
          next.push(node);
        }
      }
      frontier = next;
    }
    return undefined;

    function* rewardsTo(last: Node): Generator<number> {
      for (let node: Node | undefined = last; node?.before; node = node.before) yield node.reward;
    }
  }

  it('can be won without losing a life, with five points, and not quickly', () => {
    const rewards = shortestWay();
    expect(rewards?.filter((reward) => reward > 0)).toEqual([1, 1, 3]);
    expect(rewards!.length).toBeGreaterThan(60);
    expect(rewards!.length).toBeLessThan(250);
  });

  it('has rooms of one size, whose gaps fit, and patrols that walk on the floor', () => {
    for (const { rows, patrol } of ROOMS) {
      expect([rows.length, ...rows.map((row) => row.length)]).toEqual(Array(12).fill(ROOM_SIDE));
      for (let step = 0; step <= patrol.steps; step++)
        expect(rows[patrol.from[1] + patrol.way[1] * step][patrol.from[0] + patrol.way[0] * step]).toBe('.');
    }
    const [topLeft, topRight, bottomLeft, bottomRight] = ROOMS.map(({ rows }) => rows);
    const side = (rows: readonly string[], x: number): string => rows.map((row) => row[x]).join('');
    expect(side(topLeft, 10)).toBe(side(topRight, 0));
    expect(side(bottomLeft, 10)).toBe(side(bottomRight, 0));
    expect(topLeft[10]).toBe(bottomLeft[0]);
    const closed = '#'.repeat(ROOM_SIDE);
    expect([topLeft[0], topRight[0], topRight[10], bottomLeft[10], bottomRight[0], bottomRight[10]]).toEqual(
      Array(6).fill(closed),
    );
    expect([side(topLeft, 0), side(bottomLeft, 0), side(topRight, 10), side(bottomRight, 10)]).toEqual(
      Array(4).fill(closed),
    );
  });

  it('keeps the door shut without the key, and takes a life for a patrol', () => {
    const env = make();
    Object.assign(env, { room: 1, x: 8, y: 5, entryX: 0, entryY: 5 });
    expect([env.step(2).reward, env.y]).toEqual([0, 5]);
    Object.assign(env, { hasKey: true, isKeyTaken: true });
    expect([env.step(2).reward, env.y, env.hasKey]).toEqual([1, 4, false]);
    const [x, y] = env.patrolCell(1);
    Object.assign(env, { x, y });
    env.step(0);
    expect([env.lives, env.x, env.y]).toEqual([2, 0, 5]);
    for (const lives of [1, 0]) {
      const [px, py] = env.patrolCell(1);
      Object.assign(env, { x: px, y: py });
      expect(env.step(0).terminated).toBe(lives === 0);
      expect(env.lives).toBe(lives);
    }
  });

  it('shows the room, what is in it and what is carried', () => {
    const env = make();
    const planes = KEY_DOOR_PLANES.length;
    const out = new Uint8Array(ROOM_SIDE * ROOM_SIDE * planes);
    const sum = (plane: (typeof KEY_DOOR_PLANES)[number]): number => {
      const index = KEY_DOOR_PLANES.indexOf(plane);
      return out.reduce((total, value, i) => total + (i % planes === index ? value : 0), 0);
    };
    env.observe(out);
    expect([sum('player'), sum('patrol'), sum('key'), sum('room 1'), sum('room 2')]).toEqual([
      1, 1, 0, 121, 0,
    ]);
    Object.assign(env, { room: 3, x: 7, y: 3 });
    env.observe(out);
    expect([sum('key'), sum('key is carried'), sum('room 4')]).toEqual([1, 0, 121]);
    expect(env.step(2).reward).toBe(1);
    env.observe(out);
    expect([sum('key'), sum('key is carried')]).toEqual([0, 121]);
  });
});
