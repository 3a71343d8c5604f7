/** Labelled pictures in splits. */

/** `train` is learned from, `validation` chooses (when to stop, which setting), `test` tells the number. No picture is in two of them. */
export const SPLITS = ['train', 'validation', 'test'] as const;
export type SplitName = (typeof SPLITS)[number];

/** Something of each split. */
export const eachSplit = <T>(of: (split: SplitName) => T): Record<SplitName, T> => ({
  train: of('train'),
  validation: of('validation'),
  test: of('test'),
});

/** Height, width, channels: 1 (grey) or 3 (red, green, blue). */
export type PictureShape = readonly [height: number, width: number, channels: number];

/** The pictures of one split, in an order that never changes. */
export interface PictureSplit {
  readonly size: number;
  /** The class of each picture, as an index. */
  readonly labels: Int32Array;
  /**
   * Writes the pictures with these indices, one after another: `[indices.length, height, width, channels]`, bytes 0 to 255.
   * @throws bad-file where a file has changed since the dataset was opened
   */
  read(indices: ArrayLike<number>, pixels: Uint8Array): Promise<void>;
}

/** A dataset of labelled pictures, opened. */
export interface PictureDataset {
  /** Its spec with all options: what `openPictures` opens the same again from. */
  readonly spec: string;
  readonly title: string;
  /** As the card of what was trained on it names it. */
  readonly licence: string;
  /** Where it comes from: a package with its version, an address, "made by agon". */
  readonly source: string;
  readonly shape: PictureShape;
  readonly classes: readonly string[];
  readonly splits: Readonly<Record<SplitName, PictureSplit>>;
  /** What was left out, each a sentence that names the file. */
  readonly faults: readonly string[];
}
