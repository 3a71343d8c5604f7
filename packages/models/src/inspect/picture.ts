/** A picture as figures hold it. */

/** A small picture, enlarged without smoothing. */
export interface Picture {
  readonly caption: string;
  /** [height, width, channels], 1 or 3 channels. */
  readonly shape: readonly [number, number, number];
  /** [height, width, channels] bytes. */
  readonly pixels: Uint8Array;
}
