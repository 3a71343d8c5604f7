import { RandomStream, type Json } from '@agon/core';
import { describe, expect, it } from 'vitest';
import { makeEnv } from '../registry.js';
import { describeEnv } from '../testing/describeEnv.js';
import { MinAtarEnv } from './minatar.js';

for (const game of ['asterix', 'breakout', 'freeway', 'seaquest', 'space-invaders']) {
  describeEnv(`minatar-${game}`, () => makeEnv(`minatar-${game}`));
}
describeEnv('minatar-breakout with three actions and a time limit', () =>
  makeEnv('minatar-breakout:minimal,limit=7,sticky=0.25'),
);

describe('the MinAtar wrapper', () => {
  const numbers = (...values: number[]) => ({
    uniform: () => values.shift()!,
    int: (n: number) => Math.floor(values.shift()! * n),
  });
  const paddle = (env: MinAtarEnv) => {
    const out = new Uint8Array(400);
    env.observe(out);
    return Array.from({ length: 10 }, (_, x) => out[(90 + x) * 4]).indexOf(1);
  };

  it('repeats the last executed action when the draw is below the sticky probability', () => {
    const env = makeEnv('minatar-breakout:sticky=0.5') as MinAtarEnv;
    env.reset(1);
    env.useRng(numbers(0.5, 0.49, 0.49, 0.9));
    env.step(1);
    expect(paddle(env)).toBe(3);
    env.step(3); // replaced by left
    env.step(0); // still left: the executed action is remembered, not the wanted one
    expect(paddle(env)).toBe(1);
    env.step(3);
    expect(paddle(env)).toBe(2);
  });

  it('maps the minimal actions to the game’s own', () => {
    const env = makeEnv('minatar-breakout:minimal=true,sticky=0') as MinAtarEnv;
    expect(env.actionNames).toEqual(['no-op', 'left', 'right']);
    env.reset(1);
    env.step(2);
    expect(paddle(env)).toBe(5);
    expect(() => env.step(3)).toThrow(/no action 3; its actions are: 0 no-op, 1 left, 2 right/);
  });

  it('keeps the sticky memory over a reset, but not over a new seed', () => {
    const env = makeEnv('minatar-breakout:sticky=0.5') as MinAtarEnv;
    env.reset(1);
    env.useRng(numbers(0.9, 0, 0.1));
    env.step(1);
    env.reset();
    env.step(3);
    expect(paddle(env)).toBe(3);
    env.reset(1);
    env.useRng(numbers(0.1));
    env.step(3);
    expect(paddle(env)).toBe(4);
  });

  it('cuts episodes at the limit as truncated, not terminated', () => {
    const env = makeEnv('minatar-breakout:limit=3');
    env.reset(5);
    expect([env.step(0), env.step(0)].map((result) => result.truncated)).toEqual([false, false]);
    expect(env.step(0)).toEqual({ reward: 0, terminated: false, truncated: true });
    env.reset();
    expect(env.step(0).truncated).toBe(false);
  });

  it('does not save a stream that somebody else owns', () => {
    const env = makeEnv('minatar-breakout');
    env.useRng(numbers(0.5));
    expect(() => env.save()).toThrow(expect.objectContaining({ code: 'unsupported' }));
  });

  it('tells states apart by their hash, the sticky memory included', () => {
    const [one, two] = [makeEnv('minatar-breakout:sticky=0'), makeEnv('minatar-breakout:sticky=0')];
    one.reset(3);
    two.reset(3);
    one.step(0);
    two.step(2); // up does nothing in Breakout, but may be repeated
    expect(one.hash()).not.toBe(two.hash());
    one.step(0);
    two.step(0);
    expect(one.hash()).toBe(two.hash());
  });
});

/** The saved state with one leaf changed, for every leaf and several new values. */
function* changes(value: Json): Generator<Json> {
  if (typeof value === 'boolean') yield !value;
  else if (typeof value === 'number') yield* [value + 1, value - 1];
  else if (Array.isArray(value)) {
    if (value.length) yield value.slice(1);
    for (const [index, item] of value.entries()) {
      for (const changed of changes(item)) yield value.with(index, changed);
    }
  } else if (value !== null && typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) {
      for (const changed of changes(item)) yield { ...value, [key]: changed };
    }
  }
}

describe('the hash of a MinAtar state', () => {
  it.each(['asterix', 'breakout', 'freeway', 'seaquest', 'space-invaders'])(
    'covers every part of %s',
    (game) => {
      const env = makeEnv(`minatar-${game}`) as MinAtarEnv;
      const copy = makeEnv(`minatar-${game}`) as MinAtarEnv;
      env.reset('hash');
      const rng = new RandomStream('hash');
      let compared = 0;
      for (let sample = 0; sample < 40; sample++) {
        for (let i = 0; i < 23; i++) if (env.step(rng.int(6)).terminated) env.reset();
        const state = env.rules.save();
        for (const changed of changes(state)) {
          copy.reset('hash');
          try {
            copy.rules.load(changed);
          } catch (error) {
            expect(error).toMatchObject({ code: 'bad-file' });
            continue;
          }
          // Bricks and bullets are sets: the change may have made two equal ones.
          if (JSON.stringify(copy.rules.save()) === JSON.stringify(state)) continue;
          compared++;
          expect(copy.rules.hash(0), JSON.stringify(changed)).not.toBe(env.rules.hash(0));
        }
      }
      expect(compared).toBeGreaterThan(500);
    },
  );
});
