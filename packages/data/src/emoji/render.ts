/** Draws an emoji turned, moved and in any size over a background, without a canvas. */
import { DRAWING_BYTES, DRAWING_SIDE } from './files.js';

/** Side of the pictures. */
export const SIDE = 32;
export const PICTURE_BYTES = SIDE * SIDE * 3;

/** Sides of the sizes in which a drawing is kept: each half of the one before. */
const LEVEL_SIDES = [DRAWING_SIDE, DRAWING_SIDE / 2, DRAWING_SIDE / 4];

/** A drawing in several sizes, of which the one that fits is taken. Each [side + 2, side + 2, 4], premultiplied, with nothing at its edge. */
export type Levels = readonly Uint8Array[];

/** @param drawing [64, 64, 4] */
export function levelsOf(drawing: Uint8Array): Levels {
  let plain = drawing.subarray(0, DRAWING_BYTES);
  return LEVEL_SIDES.map((side, i) => {
    if (i > 0) plain = halved(plain, side);
    return framed(plain, side);
  });
}

/** @param above [2 side, 2 side, 4] */
function halved(above: Uint8Array, side: number): Uint8Array {
  const half = new Uint8Array(side * side * 4);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      for (let c = 0; c < 4; c++) {
        const at = (2 * y * 2 * side + 2 * x) * 4 + c;
        const below = at + 2 * side * 4;
        half[(y * side + x) * 4 + c] = (above[at] + above[at + 4] + above[below] + above[below + 4] + 2) >> 2;
      }
    }
  }
  return half;
}

function framed(plain: Uint8Array, side: number): Uint8Array {
  const width = 4 * side;
  const whole = new Uint8Array((side + 2) * (side + 2) * 4);
  for (let y = 0; y < side; y++) {
    whole.set(plain.subarray(y * width, (y + 1) * width), ((y + 1) * (side + 2) + 1) * 4);
  }
  return whole;
}

/** How a picture is made, in a row of numbers: their places in it. */
export const LOOK = {
  /** Side of the drawing, as a part of the picture's. */
  size: 0,
  /** Where its middle is, in parts of the picture's side from its middle. */
  x: 1,
  y: 2,
  /** Radians. */
  angle: 3,
  /** The background's two colours, 0 to 255. */
  first: 4,
  second: 7,
  /** What the background changes by, for a step of one picture's side to the right and down, and where it begins. */
  right: 10,
  down: 11,
  begin: 12,
  /** 0: from the first colour to the second; 1: stripes. */
  stripes: 13,
} as const;
/** Numbers in a row. */
export const LOOK_LENGTH = 14;

/**
 * Writes a picture. Allocates nothing.
 * @param looks rows of numbers as `LOOK` says, @param row where one begins
 * @param out [32, 32, 3] from `at` on
 */
export function renderInto(
  levels: Levels,
  looks: Float32Array,
  row: number,
  out: Uint8Array,
  at: number,
): void {
  const size = looks[row + LOOK.size] * SIDE;
  let level = 0;
  while (level < LEVEL_SIDES.length - 1 && LEVEL_SIDES[level + 1] >= size * 0.75) level++;
  const source = levels[level];
  const side = LEVEL_SIDES[level];
  const stride = 4 * (side + 2);
  const scale = side / size;
  const cos = Math.cos(looks[row + LOOK.angle]) * scale;
  const sin = Math.sin(looks[row + LOOK.angle]) * scale;
  const middleX = (0.5 + looks[row + LOOK.x]) * SIDE;
  const middleY = (0.5 + looks[row + LOOK.y]) * SIDE;
  const right = looks[row + LOOK.right] / SIDE;
  const down = looks[row + LOOK.down] / SIDE;
  const begin = looks[row + LOOK.begin];
  const isStriped = looks[row + LOOK.stripes] === 1;
  const red = looks[row + LOOK.first];
  const green = looks[row + LOOK.first + 1];
  const blue = looks[row + LOOK.first + 2];
  const toRed = looks[row + LOOK.second] - red;
  const toGreen = looks[row + LOOK.second + 1] - green;
  const toBlue = looks[row + LOOK.second + 2] - blue;
  for (let y = 0; y < SIDE; y++) {
    const dy = y + 0.5 - middleY;
    for (let x = 0; x < SIDE; x++, at += 3) {
      const along = begin + x * right + y * down;
      const mix = isStriped ? (along - Math.floor(along) < 0.5 ? 0 : 1) : Math.min(1, Math.max(0, along));
      let backRed = red + mix * toRed;
      let backGreen = green + mix * toGreen;
      let backBlue = blue + mix * toBlue;
      const dx = x + 0.5 - middleX;
      // Places among the framed level's pixels, whose first is at 0.
      const fromX = cos * dx + sin * dy + side / 2 + 0.5;
      const fromY = cos * dy - sin * dx + side / 2 + 0.5;
      if (fromX > 0 && fromY > 0 && fromX < side + 1 && fromY < side + 1) {
        const x0 = Math.floor(fromX);
        const y0 = Math.floor(fromY);
        const wx = fromX - x0;
        const wy = fromY - y0;
        const w00 = (1 - wx) * (1 - wy);
        const w01 = wx * (1 - wy);
        const w10 = (1 - wx) * wy;
        const w11 = wx * wy;
        const a = y0 * stride + 4 * x0;
        const b = a + stride;
        const opacity = w00 * source[a + 3] + w01 * source[a + 7] + w10 * source[b + 3] + w11 * source[b + 7];
        const rest = 1 - opacity / 255;
        backRed =
          rest * backRed + w00 * source[a] + w01 * source[a + 4] + w10 * source[b] + w11 * source[b + 4];
        backGreen =
          rest * backGreen +
          w00 * source[a + 1] +
          w01 * source[a + 5] +
          w10 * source[b + 1] +
          w11 * source[b + 5];
        backBlue =
          rest * backBlue +
          w00 * source[a + 2] +
          w01 * source[a + 6] +
          w10 * source[b + 2] +
          w11 * source[b + 6];
      }
      out[at] = Math.round(backRed);
      out[at + 1] = Math.round(backGreen);
      out[at + 2] = Math.round(backBlue);
    }
  }
}
