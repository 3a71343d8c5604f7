/** Pictures in IDX files: those for training and those for the test, in disjoint splits. */
import { AgonError, RandomStream, shuffle } from '@agon/core';
import type { FileRoot, FileStore } from '@agon/learning';
import { gunzip, isGzip } from '../gunzip.js';
import { HeldPictures } from '../heldPictures.js';
import type { PictureDataset, PictureShape } from '../pictures.js';
import { SeenPictures } from '../seenPictures.js';
import { readIdx } from './idx.js';

/** One of this many pictures of the training files is for validation: 5,000 of 60,000. */
const VALIDATION_PART = 12;
/** The most that a file may have, unpacked. */
const MOST_BYTES = 2 ** 31 - 1;

/** Where pictures and their labels are. */
export interface IdxFiles {
  readonly images: string;
  readonly labels: string;
}

/** What pictures in IDX files are, apart from the files. */
type About = Pick<PictureDataset, 'spec' | 'title' | 'licence' | 'source'> & {
  /** Absent: the numbers from 0 to the largest label. */
  readonly classes?: readonly string[];
};

interface Labelled {
  readonly shape: PictureShape;
  /** [n, height, width, channels] */
  readonly values: Uint8Array;
  readonly labels: Uint8Array;
}

async function readUnpacked(files: FileStore, root: FileRoot, path: string): Promise<Uint8Array> {
  const bytes = await files.read(root, path);
  return isGzip(bytes) ? gunzip(bytes, path, MOST_BYTES) : bytes;
}

async function readLabelled(files: FileStore, root: FileRoot, paths: IdxFiles): Promise<Labelled> {
  const images = readIdx(await readUnpacked(files, root, paths.images), paths.images);
  const labels = readIdx(await readUnpacked(files, root, paths.labels), paths.labels);
  const [count, height, width, channels = 1] = images.shape;
  const isPictures = [3, 4].includes(images.shape.length) && [1, 3].includes(channels);
  if (!isPictures || height * width === 0) {
    throw new AgonError(
      'bad-file',
      `${paths.images} has the shape [${images.shape.join(', ')}]; pictures have [n, height, width], or [n, height, width, 3] in colours.`,
    );
  }
  if (labels.shape.length !== 1 || labels.shape[0] !== count) {
    throw new AgonError(
      'bad-file',
      `${paths.labels} has the shape [${labels.shape.join(', ')}], and ${paths.images} has ${count} pictures; they need one label each, [${count}].`,
    );
  }
  return { shape: [height, width, channels], values: images.values, labels: labels.values };
}

/**
 * Opens pictures in IDX files, gzipped or not. The test's pictures are those of its files; every twelfth of the training files'
 * is for validation, always the same ones. A picture that is in two splits stays in the one that is not learned from.
 * @throws not-found; bad-file where a file is damaged, or two do not fit each other
 */
export async function openIdx(
  files: FileStore,
  root: FileRoot,
  { train, test }: Readonly<Record<'train' | 'test', IdxFiles>>,
  about: About,
): Promise<PictureDataset> {
  const learned = await readLabelled(files, root, train);
  const asked = await readLabelled(files, root, test);
  if (learned.shape.join() !== asked.shape.join()) {
    throw new AgonError(
      'bad-file',
      `${train.images} has pictures of [${learned.shape.join(', ')}], ${test.images} of [${asked.shape.join(', ')}]; they must be alike.`,
    );
  }
  const { classes = numbersTo(learned.labels, asked.labels), ...rest } = about;
  for (const [{ labels }, path] of [
    [learned, train.labels],
    [asked, test.labels],
  ] as const) {
    const wrong = labels.find((label) => label >= classes.length);
    if (wrong === undefined) continue;
    throw new AgonError(
      'bad-file',
      `${path} has the label ${wrong}; there are the classes 0 to ${classes.length - 1}.`,
    );
  }

  const bytes = learned.shape.reduce((product, length) => product * length, 1);
  const pictureOf = ({ values }: Labelled, index: number): Uint8Array =>
    values.subarray(index * bytes, (index + 1) * bytes);
  const seen = new SeenPictures();
  for (let i = 0; i < asked.labels.length; i++) seen.add(pictureOf(asked, i));
  const parts = partsOf(learned.labels.length);
  const faults: string[] = [];
  const chosen = (['validation', 'train'] as const).map((name) => {
    const kept = parts[name].filter((index) => !seen.has(pictureOf(learned, index)));
    const copies = parts[name].length - kept.length;
    if (copies > 0) {
      const where = name === 'train' ? 'the test or the validation' : 'the test';
      faults.push(
        `${train.images}: ${copies} pictures for ${name} are left out, for they are also in ${where}.`,
      );
    }
    for (const index of kept) seen.add(pictureOf(learned, index));
    return new HeldPictures(learned.values, bytes, learned.labels, kept);
  });
  return {
    ...rest,
    shape: learned.shape,
    classes,
    splits: {
      train: chosen[1],
      validation: chosen[0],
      test: new HeldPictures(asked.values, bytes, asked.labels, Int32Array.from(asked.labels.keys())),
    },
    faults,
  };
}

/** The indices of the training files' pictures by split, each in order. */
function partsOf(count: number): Record<'train' | 'validation', Int32Array> {
  const order = shuffle(
    Int32Array.from({ length: count }, (_, index) => index),
    new RandomStream('validation'),
  );
  const end = Math.floor(count / VALIDATION_PART);
  return { validation: order.slice(0, end).sort(), train: order.slice(end).sort() };
}

function numbersTo(...labels: readonly Uint8Array[]): string[] {
  const most = labels.reduce((all, each) => each.reduce((a, b) => Math.max(a, b), all), 0);
  return Array.from({ length: most + 1 }, (_, label) => String(label));
}
