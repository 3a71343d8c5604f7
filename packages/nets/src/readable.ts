/** Shapes that a network can read, where its kind leaves an input's shape open. */
import type { Shape } from '@agon/engine';

/** Shapes with as many axes as one of `least`, none of them shorter than there. */
export interface Readable {
  /** As it reads in the sentence "mlp reads …". */
  readonly what: string;
  readonly least: readonly Shape[];
}

/** Pictures of at least so many rows and columns. */
export const pictures = (side: number): Readable => ({
  what: `pictures [height, width, planes] of at least ${side}×${side}`,
  least: [[side, side, 1]],
});

/** Pictures of any size. */
export const anyPicture: Readable = { what: 'pictures [height, width, planes]', least: [[1, 1, 1]] };

/** Boards of any size. */
export const boards: Readable = { what: 'boards [height, width, planes]', least: [[1, 1, 1]] };

/** Steps in their order, each of some values. */
export const rows: Readable = { what: 'rows [length, channels]', least: [[1, 1]] };

/** What has a first axis to go along. */
export const rowsOrPictures: Readable = {
  what: 'rows [length, channels] or pictures [height, width, planes]',
  least: [
    [1, 1],
    [1, 1, 1],
  ],
};

/** What a convolution can move over: one axis, two or three, and channels. */
export const rowsPicturesVolumes: Readable = {
  what: 'rows [length, channels], pictures [height, width, channels] or volumes [depth, height, width, channels]',
  least: [
    [1, 1],
    [1, 1, 1],
    [1, 1, 1, 1],
  ],
};

/** Whether a shape is one of them. */
export function isReadable({ least }: Readable, shape: Shape): boolean {
  return least.some(
    (lengths) => shape.length === lengths.length && shape.every((length, axis) => length >= lengths[axis]),
  );
}
