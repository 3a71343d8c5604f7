/** The user's own IDX files. */
import { AgonError, parseSettings } from '@agon/core';
import * as v from 'valibot';
import type { PictureEntry } from '../dataset.js';
import { formatPathSpec } from '../spec.js';
import { openIdx, type IdxFiles, type IdxFileSet } from './idxPictures.js';

const schema = v.strictObject({
  path: v.pipe(
    v.string(),
    v.description('a folder with train-images-idx3-ubyte, train-labels-idx1-ubyte, …'),
  ),
});

/** "train-images-idx3-ubyte", "t10k-labels.idx1-ubyte.gz" */
const NAME = /^(train|t10k|test)[-_.](images|labels)[-_.]idx\d[-_.]ubyte(\.gz)?$/i;

/** As MNIST's: for training and, named t10k or test, for the test. */
export const ownIdx: PictureEntry = {
  kind: 'pictures',
  title: 'your IDX files, as MNIST has them',
  licence: 'yours',
  source: 'a folder of yours',
  origin: { kind: 'own' },
  schema,
  takesPath: true,

  async open(options, files) {
    const settings = parseSettings(schema, options, 'dataset "idx"');
    const { path } = settings;
    const found = filesOf(await files.list({ path }), path);
    const about = {
      spec: formatPathSpec('idx', settings),
      title: `pictures in ${path}`,
      licence: 'yours',
      source: path,
    };
    const dataset = await openIdx(files, { path }, found, about);
    const empty = Object.entries(dataset.splits).find(([, split]) => split.size === 0);
    const learned = new Set(dataset.splits.train.labels);
    if (empty === undefined && learned.size > 1) return dataset;
    const why =
      empty === undefined ? 'its pictures are of one class' : `there are no pictures for ${empty[0]}`;
    throw new AgonError('bad-file', `"${path}" cannot be learned from: ${why}.`);
  },
};

/** @throws not-found where there are none for training, or images without labels */
function filesOf(names: readonly string[], path: string): IdxFileSet {
  const pair = (isTest: boolean): Partial<IdxFiles> => {
    const files: Partial<Record<'images' | 'labels', string>> = {};
    for (const name of names) {
      const [, split, what] = NAME.exec(name) ?? [];
      if (split === undefined || (split.toLowerCase() !== 'train') !== isTest) continue;
      files[what.toLowerCase() as 'images' | 'labels'] = name;
    }
    return files;
  };
  const isPair = (files: Partial<IdxFiles>): files is IdxFiles => 'images' in files && 'labels' in files;
  const [train, test] = [pair(false), pair(true)];
  if (isPair(train) && (isPair(test) || Object.keys(test).length === 0)) {
    return isPair(test) ? { train, test } : { train };
  }
  throw new AgonError(
    'not-found',
    `"${path}" needs train-images-idx3-ubyte and train-labels-idx1-ubyte, and for the test t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte or neither (each may be gzipped); it has ${names.slice(0, 5).join(', ') || 'nothing'}.`,
  );
}
