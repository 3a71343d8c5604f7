import { describe, expect, it } from 'vitest';
import { DRAWING_BYTES, DRAWING_SIDE } from './files.js';
import { levelsOf, LOOK, LOOK_LENGTH, PICTURE_BYTES, renderInto, SIDE } from './render.js';

/** A drawing, premultiplied, by the colour and opacity at each place. */
function drawing(colourAt: (x: number, y: number) => readonly number[]): Uint8Array {
  const pixels = new Uint8Array(DRAWING_BYTES);
  for (let y = 0; y < DRAWING_SIDE; y++)
    for (let x = 0; x < DRAWING_SIDE; x++) pixels.set(colourAt(x, y), (y * DRAWING_SIDE + x) * 4);
  return pixels;
}

/** A picture of a drawing as big as it, on black. */
function render(pixels: Uint8Array, changes: Partial<Record<keyof typeof LOOK, number>> = {}): Uint8Array {
  const look = new Float32Array(LOOK_LENGTH);
  look[LOOK.size] = 1;
  for (const [key, value] of Object.entries(changes)) look[LOOK[key as keyof typeof LOOK]] = value;
  const out = new Uint8Array(PICTURE_BYTES);
  renderInto(levelsOf(pixels), look, 0, out, 0);
  return out;
}

const redAt = (picture: Uint8Array, x: number, y: number): number => picture[(y * SIDE + x) * 3];
/** Red in the upper left quarter, nothing elsewhere. */
const corner = drawing((x, y) => (x < 32 && y < 32 ? [200, 0, 0, 255] : [0, 0, 0, 0]));

describe('a drawing', () => {
  it('fills the picture at full size, its quarters where they are', () => {
    const picture = render(corner);
    for (const [x, y, red] of [
      [2, 2, 200],
      [13, 13, 200],
      [18, 2, 0],
      [2, 18, 0],
      [29, 29, 0],
    ])
      expect(redAt(picture, x, y)).toBe(red);
  });

  it('is turned clockwise', () => {
    const picture = render(corner, { angle: Math.PI / 2 });
    expect([redAt(picture, 29, 2), redAt(picture, 2, 2)]).toEqual([200, 0]);
    expect(redAt(render(corner, { angle: Math.PI }), 29, 29)).toBe(200);
  });

  it('is moved and made smaller', () => {
    const full = drawing(() => [200, 0, 0, 255]);
    const small = render(full, { size: 0.5 });
    let covered = 0;
    for (let y = 0; y < SIDE; y++) for (let x = 0; x < SIDE; x++) covered += redAt(small, x, y) / 200;
    expect(covered).toBeCloseTo(256, 0);
    expect(redAt(small, 4, 16)).toBe(0);
    expect(redAt(render(full, { size: 0.5, x: -0.25 }), 4, 16)).toBe(200);
    expect(redAt(render(full, { size: 0.5, y: 0.25 }), 16, 4)).toBe(0);
  });

  it('lets the background through where it is not opaque', () => {
    const half = drawing(() => [100, 0, 0, 128]);
    const look = new Float32Array(LOOK_LENGTH);
    look[LOOK.size] = 1;
    look.fill(200, LOOK.first, LOOK.first + 6);
    const out = new Uint8Array(PICTURE_BYTES);
    renderInto(levelsOf(half), look, 0, out, 0);
    const middle = out.subarray((16 * SIDE + 16) * 3, (16 * SIDE + 16) * 3 + 3);
    const through = Math.round(200 * (1 - 128 / 255));
    expect([...middle]).toEqual(
      [100 + through, through, through].map((value) => expect.closeTo(value, -0.5)),
    );
  });

  it('has a background that changes evenly, or in stripes', () => {
    const nothing = drawing(() => [0, 0, 0, 0]);
    const even = render(nothing, { second: 255, right: 1 });
    expect([0, 8, 16, 31].map((x) => redAt(even, x, 5))).toEqual([0, 64, 128, 247]);
    const stripes = render(nothing, { second: 255, right: 2, stripes: 1 });
    expect([0, 7, 8, 15, 16, 24].map((x) => redAt(stripes, x, 5))).toEqual([0, 0, 255, 255, 0, 255]);
  });
});
