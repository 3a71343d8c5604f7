import { Resimulation } from '@agon/runs';
import { describe, expect, it } from 'vitest';
import { curvePath } from './curvePath.js';
import { nextTick, positionAt } from './loop.js';
import { recordedBreakout, recordedGo } from './recordedGames.js';

describe('recorded games of the front door', () => {
  it.each([recordedGo, recordedBreakout])('play to their end by the present rules', ({ replay, first }) => {
    const game = new Resimulation(replay);
    expect(game.seek(Infinity).index).toBe(replay.actions.length);
    expect(first).toBeLessThan(replay.actions.length);
  });
});

describe('a loop', () => {
  it('shows every position, lets the end stand, and begins again', () => {
    let tick = 0;
    const seen: number[] = [];
    do {
      seen.push(positionAt(tick, 3));
      tick = nextTick(tick, 3, 2000);
    } while (tick !== 0);
    expect(seen).toEqual([0, 1, 2, 3, 3, 3]);
  });
});

describe('a small curve', () => {
  it('fills its box: the smallest value at the bottom, the largest at the top', () => {
    expect(
      curvePath(
        [
          [0, 5],
          [10, 1],
          [20, 9],
        ],
        100,
        40,
      ),
    ).toBe('M0 20L50 40L100 0');
  });

  it('is a line in the middle where nothing changes, and nothing where there is no line to draw', () => {
    expect(
      curvePath(
        [
          [0, 5],
          [10, 5],
        ],
        100,
        40,
      ),
    ).toBe('M0 20L100 20');
    expect(curvePath([[3, 5]], 100, 40)).toBe('');
  });
});
