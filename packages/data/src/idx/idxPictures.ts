/** Pictures in IDX files, in disjoint splits. */
import { AgonError, RandomStream, shuffle } from '@agon/core';
import type { FileRoot, FileStore } from '@agon/learning';
import { gunzip, isGzip } from '../gunzip.js';
import { HeldPictures } from '../heldPictures.js';
import type { PictureDataset, PictureShape, SplitName } from '../pictures.js';
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

/** The files of a dataset; where there are none for the test, another twelfth of the training files' pictures is for it. */
export interface IdxFileSet {
  readonly train: IdxFiles;
  readonly test?: IdxFiles;
}

/** What pictures in IDX files are, apart from the files. */
type About = Pick<PictureDataset, 'spec' | 'title' | 'licence' | 'source'> & {
  /** Absent: the numbers from 0 to the largest label. */
  readonly classes?: readonly string[];
};

/** The pictures of one pair of files. */
interface Labelled {
  readonly files: IdxFiles;
  readonly shape: PictureShape;
  readonly pictureBytes: number;
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
  const shape = [height, width, channels] as const;
  return {
    files: paths,
    shape,
    pictureBytes: height * width * channels,
    values: images.values,
    labels: labels.values,
  };
}

const pictureOf = ({ values, pictureBytes }: Labelled, index: number): Uint8Array =>
  values.subarray(index * pictureBytes, (index + 1) * pictureBytes);

/**
 * Opens pictures in IDX files, gzipped or not. Which pictures of the training files are for validation is always the same. A picture
 * that is in two splits stays in the test, or else in validation.
 * @throws not-found; bad-file where a file is damaged, or two do not fit each other
 */
export async function openIdx(
  files: FileStore,
  root: FileRoot,
  { train, test }: IdxFileSet,
  about: About,
): Promise<PictureDataset> {
  const learned = await readLabelled(files, root, train);
  const asked = test && (await readLabelled(files, root, test));
  if (asked && learned.shape.join() !== asked.shape.join()) {
    throw new AgonError(
      'bad-file',
      `${train.images} has pictures of [${learned.shape.join(', ')}], ${asked.files.images} of [${asked.shape.join(', ')}]; they must be alike.`,
    );
  }
  const classes = about.classes ?? numbersTo(learned.labels, asked?.labels ?? []);
  for (const each of asked ? [learned, asked] : [learned]) checkLabels(each, classes.length);

  const parts = partsOf(learned.labels.length, asked === undefined);
  const faults: string[] = [];
  const seen = new SeenPictures();
  /** The pictures with these indices that no split before has; train is the last. */
  const take = (from: Labelled, chosen: Int32Array, name: SplitName): HeldPictures => {
    const kept = chosen.filter((index) => !seen.has(pictureOf(from, index)));
    if (name !== 'train') for (const index of kept) seen.add(pictureOf(from, index));
    const copies = chosen.length - kept.length;
    if (copies > 0) faults.push(`left out: ${copies} pictures of ${from.files.images} for ${name}, for they are in another split too.`); // prettier-ignore
    return new HeldPictures(from.values, from.pictureBytes, from.labels, kept);
  };
  // A picture that several splits have stays in the first that takes it.
  const askedIndices = asked ? indicesTo(asked.labels.length) : parts.test;
  const splits = {
    test: take(asked ?? learned, askedIndices, 'test'),
    validation: take(learned, parts.validation, 'validation'),
    train: take(learned, parts.train, 'train'),
  };
  return {
    spec: about.spec,
    title: about.title,
    licence: about.licence,
    source: about.source,
    shape: learned.shape,
    classes,
    splits,
    faults,
  };
}

const indicesTo = (count: number): Int32Array => Int32Array.from({ length: count }, (_, index) => index);

/** The indices of the training files' pictures by split, each in order. */
function partsOf(count: number, hasTest: boolean): Record<'train' | 'validation' | 'test', Int32Array> {
  const order = shuffle(indicesTo(count), new RandomStream('validation'));
  const part = Math.floor(count / VALIDATION_PART);
  const end = hasTest ? 2 * part : part;
  return {
    validation: order.slice(0, part).sort(),
    test: order.slice(part, end).sort(),
    train: order.slice(end).sort(),
  };
}

function checkLabels({ files, labels }: Labelled, numClasses: number): void {
  const wrong = labels.find((label) => label >= numClasses);
  if (wrong === undefined) return;
  throw new AgonError(
    'bad-file',
    `${files.labels} has the label ${wrong}; there are the classes 0 to ${numClasses - 1}.`,
  );
}

function numbersTo(...labels: readonly ArrayLike<number>[]): string[] {
  let most = 0;
  for (const each of labels) for (let i = 0; i < each.length; i++) most = Math.max(most, each[i]);
  return Array.from({ length: most + 1 }, (_, label) => String(label));
}
