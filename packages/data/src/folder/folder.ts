/** The user's own pictures, in folders of their classes. */
import { AgonError, breath, count, parseSettings, described } from '@agon/core';
import * as v from 'valibot';
import { PICTURE_ENDINGS } from '../codec/decodePicture.js';
import type { PictureEntry } from '../dataset.js';
import { areEqual } from '../hash.js';
import { SPLITS, type PictureDataset, type PictureSplit, type SplitName } from '../pictures.js';
import { formatPathSpec } from '../spec.js';
import { DecodedPictures } from './decodedPictures.js';
import { layoutOf, type Found } from './layout.js';
import { splitsOf } from './parts.js';

const schema = v.strictObject({
  path: v.pipe(
    v.string(),
    v.description('the folder: PATH/CLASS/…, or PATH/train/CLASS/…, PATH/val/…, PATH/test/…'),
  ),
  size: v.optional(
    described(count(8, 512), 'side of the pictures, in pixels: the middle of each is shown in that size'),
    64,
  ),
  grey: v.optional(described(v.boolean(), 'grey instead of red, green and blue'), false),
});

const PICTURES = { name: 'pictures', endings: PICTURE_ENDINGS };

/** A picture that can be read. */
interface Usable extends Found {
  readonly hash: number;
}

/** The pictures of one split. */
class FolderSplit implements PictureSplit {
  readonly labels: Int32Array;
  private readonly paths: readonly string[];
  private readonly pictures: DecodedPictures;

  constructor(pictures: DecodedPictures, members: readonly Found[]) {
    this.pictures = pictures;
    this.paths = members.map(({ path }) => path);
    this.labels = Int32Array.from(members, ({ label }) => label);
  }

  get size(): number {
    return this.paths.length;
  }

  async read(indices: ArrayLike<number>, pixels: Uint8Array): Promise<void> {
    for (let i = 0; i < indices.length; i++) {
      await this.pictures.readInto(this.paths[indices[i]], pixels, i * this.pictures.pictureBytes);
    }
  }
}

/** ImageNet's layout (Deng et al. 2009), or a folder a class alone. Opening it decodes each file once. */
export const folder: PictureEntry = {
  kind: 'pictures',
  title: 'your PNG and JPEG, a folder a class',
  licence: 'yours',
  source: 'a folder of yours',
  origin: { kind: 'own' },
  schema,
  takesPath: true,

  async open(options, files): Promise<PictureDataset> {
    const settings = parseSettings(schema, options, 'dataset "folder"');
    const { path, size, grey } = settings;
    const layout = layoutOf(await files.list({ path }), path, PICTURES);
    const pictures = new DecodedPictures(files, { path }, [size, size, grey ? 1 : 3]);
    const faults = [...layout.faults];
    const usable: Usable[] = [];
    for (const found of layout.found) {
      const hash = await pictures.look(found.path);
      if (typeof hash === 'number') usable.push({ ...found, hash });
      else faults.push(`left out: ${hash}`);
      await breath();
    }
    const splits = splitsOf(usable, layout.classes.length);
    const copies = await copiesIn(usable, splits, pictures, faults);
    const membersOf = (name: SplitName): Usable[] =>
      usable.filter((_, i) => splits[i] === name && !copies.has(i));
    const members = {
      train: membersOf('train'),
      validation: membersOf('validation'),
      test: membersOf('test'),
    };
    checkMembers(path, layout.classes, members, faults);
    return {
      spec: formatPathSpec('folder', settings),
      title: `pictures in ${path}`,
      licence: 'yours',
      source: path,
      shape: pictures.shape,
      classes: layout.classes,
      splits: {
        train: new FolderSplit(pictures, members.train),
        validation: new FolderSplit(pictures, members.validation),
        test: new FolderSplit(pictures, members.test),
      },
      faults,
    };
  },
};

/** Splits in the order in which a picture stays that is in several. */
const STAYS: readonly SplitName[] = ['test', 'validation', 'train'];

/** The indices of files with the same bytes as one of another split where they stay; each is told. */
async function copiesIn(
  usable: readonly Usable[],
  splits: readonly SplitName[],
  pictures: DecodedPictures,
  faults: string[],
): Promise<ReadonlySet<number>> {
  const byHash = new Map<number, number[]>();
  for (const [i, { hash }] of usable.entries()) {
    const alike = byHash.get(hash);
    if (alike) alike.push(i);
    else byHash.set(hash, [i]);
  }
  const copies = new Set<number>();
  for (const alike of byHash.values()) {
    if (new Set(alike.map((i) => splits[i])).size < 2) continue;
    const ordered = [...alike].sort((a, b) => STAYS.indexOf(splits[a]) - STAYS.indexOf(splits[b]));
    const bytes = await Promise.all(ordered.map((i) => pictures.bytesOf(usable[i].path)));
    for (const [k, i] of ordered.entries()) {
      const first = bytes.findIndex(
        (other, j) => j < k && splits[ordered[j]] !== splits[i] && areEqual(other, bytes[k]),
      );
      if (first < 0) continue;
      copies.add(i);
      faults.push(`left out: ${usable[i].path} is the same file as ${usable[ordered[first]].path}, which is in ${splits[ordered[first]]}.`); // prettier-ignore
    }
  }
  return copies;
}

/** Names classes without pictures. @throws bad-file where a split has none, or train those of one class */
function checkMembers(
  path: string,
  classes: readonly string[],
  members: Readonly<Record<SplitName, readonly Found[]>>,
  faults: string[],
): void {
  const sizes = SPLITS.map((name) => `${members[name].length} in ${name}`).join(', ');
  const empty = SPLITS.find((name) => members[name].length === 0);
  const learned = new Set(members.train.map(({ label }) => label));
  if (learned.size < 2 || empty !== undefined) {
    const why =
      classes.length < 2
        ? `there is one class, "${classes[0]}"`
        : empty === undefined
          ? `only the class "${classes[members.train[0].label]}" has pictures for train`
          : `there are no pictures for ${empty} (${sizes})`;
    const [fault] = faults;
    throw new AgonError(
      'bad-file',
      `"${path}" cannot be learned from: ${why}. Two classes and three pictures of one are the least.${fault === undefined ? '' : ` First of ${faults.length} faults: ${fault}`}`,
      { details: { faults } },
    );
  }
  for (const [label, name] of classes.entries()) {
    const missing = SPLITS.filter((split) => !members[split].some((each) => each.label === label));
    if (missing.length === SPLITS.length)
      faults.push(`class "${name}" is empty: it has no picture that can be read.`);
    else if (missing.length > 0) faults.push(`class "${name}" has no pictures in ${missing.join(' and ')}.`);
  }
}
