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

/** The same as texts, equal for equal pictures only: quick to compare. */
export async function textsOf(dataset: PictureDataset, split: SplitName): Promise<string[]> {
  return (await picturesOf(dataset, split)).map((picture) => Buffer.from(picture).toString('latin1'));
}

/** How many pictures of one split are in another. Compared as texts: not by the hash that the datasets are made with. */
export async function sharedPictures(dataset: PictureDataset, a: SplitName, b: SplitName): Promise<number> {
  const texts = new Set(await textsOf(dataset, a));
  return (await textsOf(dataset, b)).filter((text) => texts.has(text)).length;
}
