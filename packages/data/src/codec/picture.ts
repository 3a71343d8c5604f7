/** A picture as it is decoded. */
import { AgonError } from '@agon/core';

/** Pixels in rows from the top left. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** [height, width, 3] red, green and blue, 0 to 255; what is transparent lies on white. */
  readonly rgb: Uint8Array;
}

/** The most pixels that a picture may have: what is larger is taken for a trap. */
export const MOST_PIXELS = 1e8;

/** @throws bad-file where a picture has too many pixels, or none */
export function checkSize(width: number, height: number, what: string): void {
  if (width * height === 0) refusePicture(what, 'it has no pixels');
  if (width * height > MOST_PIXELS)
    refusePicture(what, `it has ${width}×${height} pixels, and ${MOST_PIXELS / 1e6} million are the most`);
}

/** @throws bad-file */
export function refusePicture(what: string, why: string, cause?: unknown): never {
  throw new AgonError('bad-file', `${what} is no picture that can be read: ${why}.`, { cause });
}
