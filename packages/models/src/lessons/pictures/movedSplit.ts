/** Pictures of a split, moved. */
import type { PictureShape, PictureSplit } from '@agon/data';

/** Right and down of the eight directions. */
const DIRECTIONS = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
  [1, 1],
  [-1, 1],
  [-1, -1],
  [1, -1],
] as const;

/** Writes a picture, moved right and down; what becomes free is 0. `before`, `after`: [height, width, channels] */
function moveInto(
  after: Uint8Array,
  before: Uint8Array,
  [height, width, channels]: PictureShape,
  right: number,
  down: number,
): void {
  after.fill(0);
  for (let y = Math.max(0, down); y < Math.min(height, height + down); y++) {
    const first = Math.max(0, right);
    const count = width - Math.abs(right);
    if (count <= 0) return;
    const from = ((y - down) * width + first - right) * channels;
    after.set(before.subarray(from, from + count * channels), (y * width + first) * channels);
  }
}

/** Each picture moved by so many pixels along both of its axes or one, in eight directions in turn. */
export function movedSplit(split: PictureSplit, shape: PictureShape, distance: number): PictureSplit {
  const size = shape.reduce((product, length) => product * length, 1);
  const before = new Uint8Array(size);
  return {
    size: split.size,
    labels: split.labels,
    async read(indices, pixels) {
      await split.read(indices, pixels);
      for (let i = 0; i < indices.length; i++) {
        const picture = pixels.subarray(i * size, (i + 1) * size);
        before.set(picture);
        const [right, down] = DIRECTIONS[indices[i] % DIRECTIONS.length];
        moveInto(picture, before, shape, right * distance, down * distance);
      }
    },
  };
}
