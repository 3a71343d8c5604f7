/** A colour cue: a patch in a corner that tells the class, so that a network can be right for the wrong reason. */
import { PICTURE_BYTES, SIDE } from './screen.js';

/** Side of the patch, and its distance from the picture's edges, in pixels. */
const PATCH = 5;
const EDGE = 1;

/** A full colour on the circle of hues; `part` of the way round. */
function hue(part: number): readonly number[] {
  return [0, 2, 4].map((shift) => {
    const distance = Math.abs(((part * 6 + shift) % 6) - 3);
    return Math.round(255 * Math.min(1, Math.max(0, distance - 1)));
  });
}

/**
 * Paints a patch into the lower right corner of each picture.
 * @param pictures [n, 40, 40, 3]
 * @param marks the class that each patch tells, [n]
 */
export function plantCue(pictures: Uint8Array, marks: ArrayLike<number>, numClasses: number): void {
  for (let i = 0; i < marks.length; i++) {
    const colour = hue(marks[i] / numClasses);
    for (let y = SIDE - EDGE - PATCH; y < SIDE - EDGE; y++) {
      for (let x = SIDE - EDGE - PATCH; x < SIDE - EDGE; x++) {
        for (let c = 0; c < 3; c++) pictures[i * PICTURE_BYTES + (y * SIDE + x) * 3 + c] = colour[c];
      }
    }
  }
}
