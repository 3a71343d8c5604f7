/** The wrappers against slow obvious twins, around a small environment whose frames a test can work out in its head. */
import { RandomStream, type Json } from '@agon/core';
import { describe, expect, it } from 'vitest';
import type { Action, Env, ObservationSpace } from '../env.js';
import { EpisodeEnv } from '../episodeEnv.js';
import { AreaResize } from './areaResize.js';
import { ClipReward } from './clipReward.js';
import { EpisodicLife } from './episodicLife.js';
import { Flicker } from './flicker.js';
import { FrameSkip } from './frameSkip.js';
import { FrameStack } from './frameStack.js';
import { Luminance } from './luminance.js';
import { NoopStart } from './noopStart.js';
import { packRuns, unpackRunsInto } from './runs.js';
import { StickyActions } from './stickyActions.js';
import { TimeLimit } from './timeLimit.js';
import { innermost } from './wrapper.js';

/** Counts frames and remembers actions; the picture is noise that depends on both. A life is lost every ten frames. */
class Counter extends EpisodeEnv {
  readonly actionNames = ['left', 'no-op', 'right'];
  readonly observation: ObservationSpace;
  frame = 0;
  lives = 3;
  readonly played: number[] = [];
  protected readonly fields = ['frame', 'lives'];
  /** Changes only part of the picture from frame to frame. */
  private readonly noise: Uint8Array;

  constructor(shape: readonly number[] = [5, 7, 2]) {
    super({ id: 'counter', version: 1, options: {} });
    this.observation = { shape, dtype: 'uint8', high: 255 };
    this.noise = new Uint8Array(shape.reduce((a, b) => a * b));
  }

  protected begin(): void {
    this.frame = 0;
    this.lives = 3;
  }

  protected play(action: Action): number {
    this.played.push(action);
    this.frame++;
    if (this.frame % 10 === 0) this.lives--;
    this.terminal = this.lives === 0;
    return action - 1 + (this.frame === 7 ? 5 : 0);
  }

  observe(out: Uint8Array | Float32Array): void {
    const rng = new RandomStream('noise');
    for (let i = 0; i < this.noise.length; i++) this.noise[i] = rng.int(256);
    const change = new RandomStream(this.frame);
    for (let i = 0; i < 9; i++) this.noise[change.int(this.noise.length)] = change.int(256);
    out.set(this.noise);
  }
}

function observed(env: Env): number[] {
  const out = new Uint8Array(env.observation.shape.reduce((a, b) => a * b));
  env.observe(out);
  return Array.from(out);
}

/** What a counter shows after so many frames. */
function picture(frame: number, shape?: readonly number[]): number[] {
  const env = new Counter(shape);
  env.reset(1);
  env.frame = frame;
  return observed(env);
}

const numbers = (...values: number[]) => ({
  uniform: () => values.shift()!,
  int: (n: number) => Math.floor(values.shift()! * n),
});

describe('the frame skip', () => {
  it('repeats the action, adds the rewards and shows the maximum over the last two frames', () => {
    const game = new Counter();
    const env = new FrameSkip(game, 4);
    env.reset(1);
    expect(observed(env)).toEqual(picture(0));
    expect(env.step(2)).toEqual({ reward: 4, terminated: false, truncated: false });
    expect(game.played).toEqual([2, 2, 2, 2]);
    const [before, last] = [picture(3), picture(4)];
    expect(observed(env)).toEqual(last.map((value, i) => Math.max(value, before[i])));
    expect(env.step(0).reward).toBe(-4 + 5);
    expect(env.framesPerStep).toBe(4);
  });

  it('stops at the end of the episode and shows its last frame', () => {
    const game = new Counter();
    const env = new FrameSkip(game, 4);
    env.reset(1);
    for (let i = 0; i < 7; i++) expect(env.step(1).terminated).toBe(false);
    expect(env.step(2)).toEqual({ reward: 2, terminated: true, truncated: false });
    expect(game.frame).toBe(30);
    expect(observed(env)).toEqual(picture(30));
    env.reset();
    expect(observed(env)).toEqual(picture(0));
  });
});

describe('the area resize', () => {
  /** The mean of the area under each output cell, in floating point, one input cell at a time. */
  function reference(source: number[], [height, width, planes]: readonly number[], size: number): number[] {
    const out = new Array<number>(size * size * planes).fill(0);
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++)
        for (let plane = 0; plane < planes; plane++)
          for (let row = 0; row < height; row++)
            for (let column = 0; column < width; column++) {
              const [top, bottom] = [(y * height) / size, ((y + 1) * height) / size];
              const [left, right] = [(x * width) / size, ((x + 1) * width) / size];
              const rows = Math.max(0, Math.min(bottom, row + 1) - Math.max(top, row));
              const columns = Math.max(0, Math.min(right, column + 1) - Math.max(left, column));
              out[(y * size + x) * planes + plane] +=
                (rows * columns * source[(row * width + column) * planes + plane]) /
                ((bottom - top) * (right - left));
            }
    return out;
  }

  it.each([
    [[5, 7, 2], 3],
    [[21, 16, 1], 8],
    [[20, 15, 3], 7],
    [[12, 12, 1], 6],
    [[9, 10, 1], 8],
  ])('of %j to %i is the mean of each area, rounded, frame after frame', (shape, size) => {
    const env = new AreaResize(new Counter(shape), size);
    env.reset(1);
    expect(env.observation.shape).toEqual([size, size, shape[2]]);
    for (let frame = 0; frame < 12; frame++) {
      const wanted = reference(picture(frame, shape), shape, size);
      const worst = Math.max(...observed(env).map((value, i) => Math.abs(value - wanted[i])));
      expect(worst).toBeLessThanOrEqual(0.5 + 1e-9);
      env.step(1);
    }
  });
});

describe('the frame stack', () => {
  it('shows the last pictures, the newest last, and begins with the first one alone', () => {
    const env = new FrameStack(new Counter(), 3);
    expect(env.observation.shape).toEqual([5, 7, 6]);
    env.reset(1);
    for (let frame = 0; frame < 8; frame++) {
      const seen = observed(env);
      for (let age = 0; age < 3; age++) {
        const wanted = picture(Math.max(0, frame - age));
        const got = wanted.map((_, i) => seen[Math.floor(i / 2) * 6 + (2 - age) * 2 + (i % 2)]);
        expect(got).toEqual(wanted);
      }
      env.step(1);
    }
    env.reset();
    expect(observed(env).slice(0, 2)).toEqual(observed(env).slice(4, 6));
  });

  it('tells states apart whose past differs', () => {
    const env = new FrameStack(new Counter(), 2);
    env.reset(1);
    const hash = env.hash();
    env.step(1);
    (innermost(env) as Counter).frame = 0;
    expect(env.hash()).not.toBe(hash);
  });
});

describe('sticky actions', () => {
  it('execute the last executed action where the draw is below the probability', () => {
    const game = new Counter();
    const env = new StickyActions(game, 0.25);
    env.reset(1);
    env.useRng(numbers(0.25, 0.24, 0.1, 0.9, 0.2));
    for (const action of [2, 1, 0, 0, 1]) env.step(action);
    expect(game.played).toEqual([2, 2, 2, 0, 0]);
    env.reset();
    env.useRng(numbers(0));
    env.step(2);
    expect(game.played.at(-1)).toBe(0);
  });

  it('repeat about a quarter of the actions, and draw for each frame of a skip', () => {
    const game = new Counter([4, 4, 1]);
    const env = new FrameSkip(new StickyActions(game, 0.25), 4);
    env.reset('frequency');
    // Alternating actions: a frame that differs from the wanted action was sticky.
    let stuck = 0;
    for (let i = 0; i < 2000; i++) {
      const action = i % 2 === 0 ? 0 : 2;
      if (env.step(action).terminated) env.reset();
      else if (game.played.at(-4) !== action) stuck++;
    }
    expect(stuck / 1750).toBeGreaterThan(0.2);
    expect(stuck / 1750).toBeLessThan(0.3);
  });
});

describe('no-op starts', () => {
  it('play 1 to so many no-ops at a reset', () => {
    const game = new Counter();
    const env = new NoopStart(game, 5);
    const counts = new Set<number>();
    env.reset(1);
    for (let i = 0; i < 100; i++) {
      env.reset();
      counts.add(game.frame);
    }
    expect([...counts].sort()).toEqual([1, 2, 3, 4, 5]);
    expect(game.played.every((action) => action === 1)).toBe(true);
  });

  it('begin anew where they end the game', () => {
    const game = new Counter();
    const env = new NoopStart(game, 31);
    env.reset(1);
    env.useRng(numbers(0.999));
    env.reset();
    expect(game.frame).toBe(1);
  });
});

describe('episodic life', () => {
  it('ends an episode with each life, and goes on with the same game', () => {
    const game = new Counter();
    const env = new EpisodicLife(game, game);
    env.reset(1);
    for (let i = 0; i < 9; i++) expect(env.step(2).terminated).toBe(false);
    expect(env.step(2)).toEqual({ reward: 1, terminated: true, truncated: false });
    expect(env.step(2)).toEqual({ reward: 0, terminated: true, truncated: false });
    expect(env.goesOn).toBe(true);
    env.reset();
    expect(env.goesOn).toBe(false);
    expect([game.frame, game.played.at(-1), game.lives]).toEqual([11, 1, 2]);
    for (let i = 0; i < 8; i++) env.step(1);
    expect(env.step(1).terminated).toBe(true);
    env.reset();
    for (let i = 0; i < 8; i++) env.step(1);
    expect(env.step(1).terminated).toBe(true);
    expect([game.lives, env.goesOn]).toEqual([0, false]);
    env.reset();
    expect([game.frame, game.lives]).toEqual([0, 3]);
  });

  it('begins a new game with a seed, and after a time limit', () => {
    const game = new Counter();
    const env = new EpisodicLife(new TimeLimit(game, 15), game);
    env.reset(1);
    for (let i = 0; i < 10; i++) env.step(1);
    env.reset(2);
    expect(game.frame).toBe(0);
    for (let i = 0; i < 10; i++) env.step(1);
    env.reset();
    for (let i = 0; i < 3; i++) env.step(1);
    expect(env.step(1).truncated).toBe(true);
    env.reset();
    expect(game.frame).toBe(0);
  });
});

describe('the time limit', () => {
  it('cuts as truncated, pays the last reward once, and leaves an end by the rules alone', () => {
    const env = new TimeLimit(new Counter(), 3);
    env.reset(1);
    env.step(2);
    env.step(2);
    expect(env.step(2)).toEqual({ reward: 1, terminated: false, truncated: true });
    expect(env.step(2)).toEqual({ reward: 0, terminated: false, truncated: true });
    const exact = new TimeLimit(new Counter(), 30);
    exact.reset(1);
    for (let i = 0; i < 29; i++) exact.step(1);
    expect(exact.step(1)).toMatchObject({ terminated: true, truncated: false });
  });
});

describe('clipped rewards', () => {
  it('are signs', () => {
    const env = new ClipReward(new FrameSkip(new Counter(), 7));
    env.reset(1);
    expect(env.step(2).reward).toBe(1);
    expect(env.step(0).reward).toBe(-1);
    expect(env.step(1).reward).toBe(0);
  });
});

describe('the flicker', () => {
  it('blanks about so many observations, and shows the others as they are', () => {
    const game = new Counter();
    const env = new Flicker(game, 0.5);
    env.reset('flicker');
    let blank = 0;
    for (let i = 0; i < 600; i++) {
      const seen = observed(env);
      if (seen.every((value) => value === 0)) blank++;
      else expect(seen).toEqual(picture(game.frame));
      expect(observed(env)).toEqual(seen);
      if (env.step(1).terminated) env.reset();
    }
    expect(blank / 600).toBeGreaterThan(0.43);
    expect(blank / 600).toBeLessThan(0.57);
  });
});

describe('the luminance', () => {
  it('weighs red, green and blue, and rounds', () => {
    const [rgb, grey] = [picture(0, [4, 6, 3]), observed(new Luminance(new Counter([4, 6, 3])))];
    expect(grey).toHaveLength(4 * 6);
    grey.forEach((value, pixel) => {
      const [red, green, blue] = rgb.slice(3 * pixel, 3 * pixel + 3);
      expect(value).toBe(Math.round((2989 * red + 5870 * green + 1140 * blue) / 10000));
    });
    expect(new Luminance(new Counter([4, 6, 3])).observation.shape).toEqual([4, 6, 1]);
  });
});

describe('wrappers of pictures', () => {
  it('refuse environments that show none, or too small ones', () => {
    const vectors = new Counter([4]);
    const pictures = new Counter([5, 7, 2]);
    const wrongs: [make: () => Env, code: string, message: RegExp][] = [
      [() => new FrameSkip(vectors, 4), 'unsupported', /FrameSkip needs .*counter are \[4\] of uint8/],
      [() => new FrameStack(vectors, 4), 'unsupported', /FrameStack needs/],
      [() => new AreaResize(vectors, 3), 'unsupported', /AreaResize needs/],
      [() => new Luminance(pictures), 'unsupported', /\[height, width, 3\].*\[5, 7, 2\]/],
      [() => new AreaResize(pictures, 5), 'bad-option', /5×7, and 5×5/],
    ];
    for (const [make, code, message] of wrongs)
      expect(make).toThrow(
        expect.objectContaining({ code, message: expect.stringMatching(message) as string }),
      );
  });
});

describe('all wrappers together', () => {
  const make = (): Env => {
    const game = new Counter([12, 9, 1]);
    let env: Env = new StickyActions(new TimeLimit(game, 25), 0.3);
    env = new FrameSkip(new EpisodicLife(new NoopStart(env, 3), game), 3);
    return new ClipReward(new FrameStack(new Flicker(new AreaResize(env, 5), 0.3), 4));
  };

  it('go on from a saved state as if nothing had happened', () => {
    const env = make();
    const rng = new RandomStream('actions');
    const play = (target: Env, actions: RandomStream): Json => {
      const { reward, terminated, truncated } = target.step(actions.int(3));
      const seen = [reward, terminated, truncated, target.hash(), observed(target)];
      if (terminated || truncated) target.reset();
      return seen;
    };
    env.reset('together');
    for (let i = 0; i < 60; i++) {
      const saved = JSON.parse(JSON.stringify(env.save())) as Json;
      const other = make();
      other.load(saved);
      expect(observed(other)).toEqual(observed(env));
      const [one, two] = [new RandomStream(i), new RandomStream(i)];
      for (let k = 0; k < 12; k++) expect(play(other, one)).toEqual(play(env, two));
      env.load(saved);
      play(env, rng);
    }
  });

  it('refuse states that are not theirs', () => {
    const saved = make().save();
    const other = new ClipReward(new FrameStack(new AreaResize(new Counter([12, 9, 1]), 5), 4));
    expect(() => other.load(saved)).toThrow(expect.objectContaining({ code: 'bad-file' }));
  });
});

describe('runs of equal bytes', () => {
  it('are read back, and refused where they do not fit', () => {
    const rng = new RandomStream('runs');
    for (let length = 0; length < 50; length++) {
      const bytes = Uint8Array.from({ length }, () => rng.int(2));
      const out = new Uint8Array(length).fill(9);
      unpackRunsInto(out, packRuns(bytes), 'test');
      expect(out).toEqual(bytes);
    }
    const wrongs: Json[] = [null, [1], [1, 2], [1, 4], [1, 3, 2], [1, 0, 2, 3], ['1', 3], [1, 2.5, 1, 0.5]];
    for (const wrong of wrongs) {
      expect(() => unpackRunsInto(new Uint8Array(3), wrong, 'test')).toThrow(
        expect.objectContaining({ code: 'bad-file' }),
      );
    }
  });
});
