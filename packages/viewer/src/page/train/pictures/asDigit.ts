/** A drawing as MNIST has its digits. */

/** Sides of MNIST's pictures, and of the box that a digit fills in them. */
export const DIGIT_SIDE = 28;
const BOX = 20;

/**
 * Brings ink into the place and size of MNIST's digits (LeCun et al. 1998): its box in 20×20 pixels, its centre of mass in the middle of
 * 28×28.
 * @param ink [side, side] 0 (none) to 255
 * @returns [28, 28] the same; undefined where there is no ink
 */
export function asDigit(ink: Uint8Array, side: number): Uint8Array | undefined {
  let [left, top, right, bottom] = [side, side, -1, -1];
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      if (ink[y * side + x] === 0) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  if (right < 0) return undefined;
  const scale = Math.max(right - left + 1, bottom - top + 1) / BOX;
  const box = Float64Array.from({ length: BOX * BOX }, (_, i) =>
    meanOf(ink, side, left + (i % BOX) * scale, top + Math.floor(i / BOX) * scale, scale),
  );
  const [shiftX, shiftY] = toTheMiddle(box);
  const digit = new Uint8Array(DIGIT_SIDE * DIGIT_SIDE);
  for (let y = 0; y < BOX; y++)
    for (let x = 0; x < BOX; x++) {
      const [toX, toY] = [x + shiftX, y + shiftY];
      if (toX >= 0 && toX < DIGIT_SIDE && toY >= 0 && toY < DIGIT_SIDE)
        digit[toY * DIGIT_SIDE + toX] = Math.round(box[y * BOX + x]);
    }
  return digit;
}

/** The mean ink of a square; what lies outside is none. */
function meanOf(ink: Uint8Array, side: number, left: number, top: number, size: number): number {
  const [right, bottom] = [Math.min(side, left + size), Math.min(side, top + size)];
  let sum = 0;
  for (let y = Math.floor(top); y < bottom; y++) {
    const high = Math.min(bottom, y + 1) - Math.max(top, y);
    for (let x = Math.floor(left); x < right; x++)
      sum += ink[y * side + x] * high * (Math.min(right, x + 1) - Math.max(left, x));
  }
  return sum / size ** 2;
}

/** How far the box is moved for its centre of mass to lie in the middle, in whole pixels. */
function toTheMiddle(box: Float64Array): [x: number, y: number] {
  let [sum, sumX, sumY] = [0, 0, 0];
  box.forEach((value, i) => {
    sum += value;
    sumX += value * ((i % BOX) + 0.5);
    sumY += value * (Math.floor(i / BOX) + 0.5);
  });
  return [Math.round(DIGIT_SIDE / 2 - sumX / sum), Math.round(DIGIT_SIDE / 2 - sumY / sum)];
}
