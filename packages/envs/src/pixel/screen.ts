/** A screen of Atari's size as the pixel games paint it: one byte a pixel, the index of its ink. */
import { luminance } from '../wrappers/luminance.js';

/** Pixels. */
export const SCREEN_WIDTH = 160;
export const SCREEN_HEIGHT = 210;
const NUM_PIXELS = SCREEN_WIDTH * SCREEN_HEIGHT;

/** The inks of all games as 0xRRGGBB, by name; an ink is its index here. */
const PALETTE = {
  black: 0x0b0e17,
  night: 0x141a2b,
  slate: 0x2c3550,
  grey: 0x7d8aa5,
  white: 0xf2f5fa,
  red: 0xe4572e,
  orange: 0xf39c3d,
  yellow: 0xf7d154,
  green: 0x6bbf59,
  teal: 0x2fa4a0,
  blue: 0x4f9de8,
  violet: 0xa178df,
  pink: 0xe8739e,
  brown: 0x7a4f3a,
  grass: 0x3f7d46,
  asphalt: 0x33363f,
};
type InkName = keyof typeof PALETTE;
const names = Object.keys(PALETTE) as InkName[];

/** Indices of the inks. */
export const INK = Object.fromEntries(names.map((name, index) => [name, index])) as Record<InkName, number>;

/** [inks, 3] Red, green and blue of each ink, 0..255. */
export const INK_RGB = Uint8Array.from(
  names.flatMap((name) => [PALETTE[name] >> 16, (PALETTE[name] >> 8) & 255, PALETTE[name] & 255]),
);

/** [inks] Luminance of each ink, 0..255. */
export const INK_LUMINANCE = Uint8Array.from(names, (_, ink) =>
  luminance(INK_RGB[3 * ink], INK_RGB[3 * ink + 1], INK_RGB[3 * ink + 2]),
);

/** A small picture of one ink: where `solid` is 1. */
export interface Sprite {
  readonly width: number;
  readonly height: number;
  /** [height, width] */
  readonly solid: Uint8Array;
}

/** A sprite from rows of characters; all but '.' are solid. Each character is `scale` pixels wide. */
export function sprite(rows: readonly string[], scale = 1): Sprite {
  const width = rows[0].length * scale;
  const solid = Uint8Array.from(
    rows.flatMap((row) =>
      [...row].flatMap((character) => Array<number>(scale).fill(Number(character !== '.'))),
    ),
  );
  return { width, height: rows.length, solid };
}

/** Digits 0..9 as on a segment display, three cells wide and five high. */
const DIGITS = [
  '####.##.##.####',
  '.#..#..#..#..#.',
  '###..#####..###',
  '###..####..####',
  '#.##.####..#..#',
  '####..###..####',
  '####..####.####',
  '###..#..#..#..#',
  '####.#####.####',
  '####.####..####',
].map((cells) => {
  const rows = [0, 3, 6, 9, 12].map((start) => cells.slice(start, start + 3));
  return sprite(
    rows.flatMap((row) => [row, row]),
    2,
  );
});
const DIGIT_STRIDE = 8;

/** Every ink as itself: a screen of inks. */
const INKS = Uint8Array.from(names, (_, ink) => ink);
/** Rectangles narrower than this are painted pixel by pixel: `fill` costs more than it does. */
const NARROW = 24;

/** The pixels and what paints them; what lies outside is cut off. Coordinates are rounded down. */
export class Screen {
  /** [SCREEN_HEIGHT, SCREEN_WIDTH] The value of each pixel's ink. */
  readonly pixels = new Uint8Array(NUM_PIXELS);
  private readonly values: Uint8Array;

  /** @param values what each ink puts into a pixel: INK_LUMINANCE, or (by default) the ink itself */
  constructor(values = INKS) {
    this.values = values;
  }

  /** Shows what another screen shows. */
  copy(other: Screen): void {
    this.pixels.set(other.pixels);
  }

  /** A filled rectangle. */
  rect(x: number, y: number, width: number, height: number, ink: number): void {
    const { pixels } = this;
    const value = this.values[ink];
    const left = Math.max(0, Math.floor(x));
    const right = Math.min(SCREEN_WIDTH, Math.floor(x) + width);
    const top = Math.max(0, Math.floor(y));
    const bottom = Math.min(SCREEN_HEIGHT, Math.floor(y) + height);
    if (left >= right) return;
    if (right - left === SCREEN_WIDTH) {
      pixels.fill(value, top * SCREEN_WIDTH, bottom * SCREEN_WIDTH);
      return;
    }
    for (let row = top; row < bottom; row++) {
      const start = row * SCREEN_WIDTH;
      if (right - left >= NARROW) pixels.fill(value, start + left, start + right);
      else for (let column = left; column < right; column++) pixels[start + column] = value;
    }
  }

  /** A sprite with its top left corner at (x, y). */
  sprite(x: number, y: number, { width, height, solid }: Sprite, ink: number): void {
    const { pixels } = this;
    const value = this.values[ink];
    const left = Math.floor(x);
    const top = Math.floor(y);
    const firstColumn = Math.max(0, -left);
    const endColumn = Math.min(width, SCREEN_WIDTH - left);
    const endRow = Math.min(height, SCREEN_HEIGHT - top);
    for (let row = Math.max(0, -top); row < endRow; row++) {
      const from = row * width;
      const to = (top + row) * SCREEN_WIDTH + left;
      for (let column = firstColumn; column < endColumn; column++)
        if (solid[from + column] === 1) pixels[to + column] = value;
    }
  }

  /** A whole number whose last digit ends at `right`. */
  number(right: number, y: number, value: number, ink: number): void {
    let rest = Math.max(0, Math.floor(value));
    let x = right - 6;
    do {
      this.sprite(x, y, DIGITS[rest % 10], ink);
      rest = Math.floor(rest / 10);
      x -= DIGIT_STRIDE;
    } while (rest > 0);
  }
}
