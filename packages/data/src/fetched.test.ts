/** The datasets that are fetched, as they are. */
import { expect, it } from 'vitest';
import { describeWithDataset } from '../../../test/datasets.js';
import { diskFiles } from './cache/diskFiles.node.js';
import { SPLITS, type PictureDataset } from './pictures.js';
import { describeDataset, openPictures } from './registry.js';
import { sharedPictures, textsOf } from './testing/allPictures.js';

const PAIRS = [
  ['train', 'test'],
  ['train', 'validation'],
  ['validation', 'test'],
] as const;
const open = (spec: string): Promise<PictureDataset> => openPictures(spec, diskFiles());
const sizes = ({ splits }: PictureDataset) =>
  Object.fromEntries(SPLITS.map((split) => [split, splits[split].size]));
const countsOf = ({ classes, splits }: PictureDataset, split: (typeof SPLITS)[number]): number[] =>
  classes.map((_, label) => splits[split].labels.filter((each) => each === label).length);

/** Test pictures of each class, as the publishers count them. */
const TEST_COUNTS = {
  mnist: [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009],
  'fashion-mnist': new Array<number>(10).fill(1000),
};
/** Training and validation pictures of each class together. */
const LEARNED_COUNTS = {
  mnist: [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949],
  'fashion-mnist': new Array<number>(10).fill(6000),
};

for (const id of ['mnist', 'fashion-mnist'] as const) {
  describeWithDataset(id, id, () => {
    it('has the pictures that its publisher counts, and as many in each split as its list says', async () => {
      const dataset = await open(id);
      expect(sizes(dataset)).toEqual(describeDataset(id).splits);
      expect(dataset.shape).toEqual([28, 28, 1]);
      expect(countsOf(dataset, 'test')).toEqual(TEST_COUNTS[id]);
      const [train, validation] = [countsOf(dataset, 'train'), countsOf(dataset, 'validation')];
      expect(train.map((count, label) => count + validation[label])).toEqual(LEARNED_COUNTS[id]);
      for (const count of validation) expect(count).toBeGreaterThan(400);
      expect(dataset.faults).toEqual([]);
    });

    it('has no picture in two splits', async () => {
      const dataset = await open(id);
      for (const [a, b] of PAIRS) expect(await sharedPictures(dataset, a, b)).toBe(0);
    });
  });
}

describeWithDataset('emoji', 'emoji', () => {
  it('has as many pictures in each split as its list says, the same every time, and none in two', async () => {
    const [dataset, again] = [await open('emoji:names=20'), await open('emoji:names=20')];
    expect(sizes(await open('emoji'))).toEqual(describeDataset('emoji').splits);
    expect(dataset.classes.slice(0, 2)).toEqual(['parrot', 'books']);
    expect(countsOf(dataset, 'test')).toEqual(new Array<number>(20).fill(30));
    expect(await textsOf(dataset, 'validation')).toEqual(await textsOf(again, 'validation'));
    for (const [a, b] of PAIRS) expect(await sharedPictures(dataset, a, b)).toBe(0);
    expect(new Set(await textsOf(dataset, 'train')).size).toBe(dataset.splits.train.size);
  });

  it('can keep a style for the test alone', async () => {
    const [held, only] = await Promise.all(
      ['names=10,holdOut=noto', 'names=10,styles=noto'].map((options) => open(`emoji:${options}`)),
    );
    expect(await textsOf(held, 'test')).toEqual(await textsOf(only, 'test'));
    expect(held.splits.train.size).toBe(1200);
    await expect(open('emoji:styles=noto,holdOut=noto')).rejects.toThrow('leaves no style to learn from');
    await expect(open('emoji:styles=moto')).rejects.toThrow('"styles');
  });

  it('has as many names as it says, each drawn in each style', async () => {
    const dataset = await open('emoji:names=825,renderings=1');
    expect(new Set(dataset.classes).size).toBe(825);
    await expect(open('emoji:names=826')).rejects.toThrow('"names"');
  });
});
