/** All pictures of a dataset, for tests. */
import type { PictureDataset, SplitName } from '../pictures.js';

/** The bytes of each picture of a split. */
export async function picturesOf({ shape, splits }: PictureDataset, split: SplitName): Promise<Uint8Array[]> {
  const bytes = shape.reduce((product, length) => product * length, 1);
  const { size } = splits[split];
  const pixels = new Uint8Array(size * bytes);
  await splits[split].read([...Array(size).keys()], pixels);
  return Array.from({ length: size }, (_, i) => pixels.subarray(i * bytes, (i + 1) * bytes));
}

/** A picture as text: equal for equal bytes only. */
const textOf = (picture: Uint8Array): string => Buffer.from(picture).toString('latin1');

/** How many pictures of two splits are the same, byte by byte. Compared as texts: not by the hash that the datasets are made with. */
export async function sharedPictures(dataset: PictureDataset, a: SplitName, b: SplitName): Promise<number> {
  const texts = new Set((await picturesOf(dataset, a)).map(textOf));
  return (await picturesOf(dataset, b)).filter((picture) => texts.has(textOf(picture))).length;
}
