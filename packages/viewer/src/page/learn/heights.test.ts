import { describe, expect, it } from 'vitest';
import { heightsAfterKey, heightsAlong, heightsOf, POINTS } from './heights.js';

describe('heights drawn by hand', () => {
  it('go through those that were there', () => {
    const heights = heightsOf('20/80/50');
    expect(heights).toHaveLength(POINTS);
    expect([heights[0], heights[10], heights[20], heights[40]]).toEqual([20, 50, 80, 50]);
    expect(new Set(heightsOf('x'))).toEqual(new Set([50]));
  });

  it('follow a stroke in both directions, and stay elsewhere', () => {
    const flat = [0, 0, 0, 0, 0];
    expect(heightsAlong(flat, { x: 0.25, y: 0 }, { x: 0.75, y: 1 })).toEqual([0, 0, 50, 100, 0]);
    expect(heightsAlong(flat, { x: 1, y: 0.2 }, { x: 0.5, y: 0.4 })).toEqual([0, 0, 40, 30, 20]);
    expect(heightsAlong(flat, { x: 0.5, y: 0.7 }, { x: 0.5, y: 0.7 })).toEqual([0, 0, 70, 0, 0]);
  });

  it('are moved by keys, within their bounds', () => {
    expect(heightsAfterKey('ArrowUp', [50, 98], 1)).toEqual({ heights: [50, 100], cursor: 1 });
    expect(heightsAfterKey('ArrowDown', [3, 98], 0)).toEqual({ heights: [0, 98], cursor: 0 });
    expect(heightsAfterKey('ArrowRight', [1, 2], 1)).toEqual({ heights: [1, 2], cursor: 1 });
    expect(heightsAfterKey('Home', [1, 2], 1)).toEqual({ heights: [1, 2], cursor: 0 });
    expect(heightsAfterKey('Tab', [1, 2], 1)).toBeUndefined();
  });
});
