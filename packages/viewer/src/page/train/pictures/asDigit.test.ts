import { describe, expect, it } from 'vitest';
import { asDigit, DIGIT_SIDE } from './asDigit.js';

const SIDE = 280;

/** Ink in a rectangle. */
function rectangle(left: number, top: number, width: number, height: number): Uint8Array {
  const ink = new Uint8Array(SIDE * SIDE);
  for (let y = top; y < top + height; y++) ink.fill(255, y * SIDE + left, y * SIDE + left + width);
  return ink;
}

/** The box of what is inked: left, top, width, height. */
function boxOf(digit: Uint8Array): number[] {
  const inked = [...digit.keys()].filter((i) => digit[i] > 0);
  const [xs, ys] = [inked.map((i) => i % DIGIT_SIDE), inked.map((i) => Math.floor(i / DIGIT_SIDE))];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return [left, top, Math.max(...xs) - left + 1, Math.max(...ys) - top + 1];
}

describe('a drawing as a digit', () => {
  it('fills 20 of 28 pixels, wherever and however large it was drawn', () => {
    for (const [left, top, scale] of [
      [0, 0, 1],
      [200, 90, 1],
      [30, 10, 5],
    ])
      expect(boxOf(asDigit(rectangle(left, top, 20 * scale, 40 * scale), SIDE)!)).toEqual([9, 4, 10, 20]);
  });

  it('has its centre of mass in the middle', () => {
    const ink = rectangle(100, 100, 100, 20); // an L on its side: a bar and a foot at its left
    rectangle(100, 120, 20, 80).forEach((value, i) => (ink[i] = Math.max(ink[i], value)));
    const digit = asDigit(ink, SIDE)!;
    const sum = digit.reduce((total, value) => total + value, 0);
    const mean = (at: (i: number) => number): number =>
      digit.reduce((total, value, i) => total + value * (at(i) + 0.5), 0) / sum;
    expect(Math.abs(mean((i) => i % DIGIT_SIDE) - 14)).toBeLessThanOrEqual(0.5);
    expect(Math.abs(mean((i) => Math.floor(i / DIGIT_SIDE)) - 14)).toBeLessThanOrEqual(0.5);
  });

  it('keeps how dark it is, and the edges that a pixel is only partly in', () => {
    const digit = asDigit(rectangle(50, 50, 105, 200), SIDE)!;
    expect(digit[14 * DIGIT_SIDE + 12]).toBe(255);
    const row = [...digit.subarray(14 * DIGIT_SIDE, 15 * DIGIT_SIDE)].filter((value) => value > 0);
    expect(row).toHaveLength(11);
    expect(row.at(-1)).toBe(128); // half of it
  });

  it('is none where nothing is drawn', () => {
    expect(asDigit(new Uint8Array(SIDE * SIDE), SIDE)).toBeUndefined();
  });
});
