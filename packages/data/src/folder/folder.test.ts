import { crc32 } from 'node:zlib';
import { AgonError } from '@agon/core';
import { encode } from 'fast-png';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SPLITS, type PictureDataset } from '../pictures.js';
import { openPictures } from '../registry.js';
import { picturesOf, sharedPictures, textsOf } from '../testing/allPictures.js';
import { memoryFiles } from '../testing/memoryFiles.js';
import { layoutOf } from './layout.js';
import { splitsOf } from './parts.js';

/** A PNG of one colour; the size differs with it. */
function png(value: number): Uint8Array {
  const [width, height] = [8 + (value % 5), 8 + (value % 3)];
  const data = new Uint8Array(width * height * 3).map((_, i) => (i % 3 === 0 ? value : value >> 8));
  return encode({ width, height, channels: 3, data });
}

/** A PNG whose pixels cannot be unpacked, though all its checksums are right. */
function brokenInside(): Uint8Array {
  const bytes = png(7777).slice();
  const at = new TextDecoder('latin1').decode(bytes).indexOf('IDAT');
  const view = new DataView(bytes.buffer);
  const end = at + 4 + view.getUint32(at - 4);
  bytes.fill(0xff, at + 4, end);
  view.setUint32(end, crc32(bytes.subarray(at, end)));
  return bytes;
}

/** `count` pictures of each class, all different. */
function classes(names: readonly string[], count: number, above = ''): Record<string, Uint8Array> {
  const files = names.flatMap((name, k) =>
    Array.from(
      { length: count },
      (_, i) => [`${above}${name}/${i}.png`, png(1 + k * count + i + 1000 * above.length)] as const,
    ),
  );
  return Object.fromEntries(files);
}

const open = (files: Record<string, Uint8Array>, options = ''): Promise<PictureDataset> =>
  openPictures(`folder:my pictures, all${options}`, memoryFiles(files));
const sizes = ({ splits }: PictureDataset): number[] => SPLITS.map((split) => splits[split].size);
const perClass = ({ splits, classes: all }: PictureDataset): number[][] =>
  SPLITS.map((split) => all.map((_, label) => splits[split].labels.filter((each) => each === label).length));

describe('a folder of pictures', () => {
  it('with a folder a class gives a tenth of each class to the test and to validation, in one size', async () => {
    const dataset = await open(classes(['cat', 'dog', 'eel'], 20), ',size=16');
    expect(dataset.classes).toEqual(['cat', 'dog', 'eel']);
    expect(dataset.shape).toEqual([16, 16, 3]);
    expect(perClass(dataset)).toEqual([
      [16, 16, 16],
      [2, 2, 2],
      [2, 2, 2],
    ]);
    expect(dataset.faults).toEqual([]);
    expect(dataset.spec).toBe('folder:my pictures, all,size=16,grey=false');
    for (const split of SPLITS) {
      (await picturesOf(dataset, split)).forEach((picture, i) => {
        expect(Math.floor((picture[0] - 1) / 20)).toBe(dataset.splits[split].labels[i]);
        expect(new Set(picture.filter((_, k) => k % 3 === 0)).size).toBe(1);
      });
    }
  });

  it('gives the same pictures the same splits, whatever they are called and wherever they lie', async () => {
    const files = classes(['cat', 'dog'], 30);
    const renamed = Object.fromEntries(
      Object.entries(files).map(([path, bytes]) => [
        path.replace(/\/(\d+)/, (_, n: string) => `/deep/${99 - Number(n)}-x`),
        bytes,
      ]),
    );
    const [a, b] = [await open(files), await open(renamed)];
    for (const split of SPLITS) {
      const both = await Promise.all([a, b].map(async (each) => (await textsOf(each, split)).sort()));
      expect(both[0]).toEqual(both[1]);
    }
  });

  it("in ImageNet's layout keeps the splits of its folders; a split without one is taken out of train", async () => {
    const [train, val, test] = ['train/', 'val/', 'test/'].map((above, i) =>
      classes(['n01', 'n02'], 10 - i, above),
    );
    expect(perClass(await open({ ...train, ...val, ...test }))).toEqual([
      [10, 10],
      [9, 9],
      [8, 8],
    ]);
    expect(perClass(await open({ ...train, ...val }))).toEqual([
      [9, 9],
      [9, 9],
      [1, 1],
    ]);
    expect(perClass(await open({ ...train, ...test }))).toEqual([
      [9, 9],
      [1, 1],
      [8, 8],
    ]);
  });

  it('takes folders for splits whatever the size of their letters, as they come in archives', async () => {
    const files = { ...classes(['a', 'b'], 10, 'Training/'), ...classes(['a', 'b'], 8, 'Testing/') };
    expect(perClass(await open(files))).toEqual([
      [9, 9],
      [1, 1],
      [8, 8],
    ]);
  });

  it('of a thousand classes is read like one of three', async () => {
    const names = Array.from({ length: 1000 }, (_, i) => `n${String(i).padStart(4, '0')}`);
    const dataset = await open(classes(names, 3), ',size=8');
    expect(dataset.classes).toEqual(names);
    expect(sizes(dataset)).toEqual([1000, 1000, 1000]);
  });

  it('names what is left out: broken pictures, other files, classes without pictures', async () => {
    const files = {
      ...classes(['cat', 'dog'], 10),
      'cat/cut.png': png(7777).subarray(0, 60),
      'cat/inside.png': brokenInside(),
      'cat/text.jpg': new TextEncoder().encode('hello'),
      'cat/nothing.png': new Uint8Array(0),
      'cat/notes.txt': new Uint8Array(3),
      'readme.md': new Uint8Array(3),
      'empty/': new Uint8Array(0),
      'broken/x.png': new Uint8Array(9),
      '.cache/x/y.png': png(1),
    };
    const dataset = await open(files);
    expect(dataset.classes).toEqual(['broken', 'cat', 'dog', 'empty']);
    expect(sizes(dataset)).toEqual([16, 2, 2]);
    const told = dataset.faults.join('\n');
    for (const name of [
      'cat/cut.png',
      'cat/inside.png',
      'cat/text.jpg',
      'cat/nothing.png',
      'cat/notes.txt',
      'readme.md',
      'broken/x.png',
    ])
      expect(told).toContain(name);
    expect(told).toContain('class "empty" is empty');
    expect(told).toContain('class "broken" is empty');
    expect(dataset.faults).toHaveLength(8);
  });

  it('leaves a file that is in two splits in the one that is not learned from, and says so', async () => {
    const [train, test] = [classes(['a', 'b'], 12, 'train/'), classes(['a', 'b'], 4, 'test/')];
    const copies = { 'train/a/copy.png': test['test/a/0.png'], 'train/b/copy.png': test['test/a/1.png'] };
    const dataset = await open({ ...train, ...test, ...copies });
    expect(sizes(dataset).reduce((sum, each) => sum + each, 0)).toBe(32);
    expect(dataset.faults.filter((fault) => fault.includes('is the same file as test/a/'))).toHaveLength(2);
    for (const [a, b] of [
      ['train', 'test'],
      ['validation', 'test'],
      ['train', 'validation'],
    ] as const)
      expect(await sharedPictures(dataset, a, b)).toBe(0);
  });

  it('can be grey', async () => {
    const dataset = await open(classes(['a', 'b'], 5), ',size=8,grey=true');
    expect(dataset.shape).toEqual([8, 8, 1]);
    expect((await picturesOf(dataset, 'test'))[0].length).toBe(64);
  });

  it('that holds nothing to learn from is refused in words', async () => {
    const refused = async (files: Record<string, Uint8Array>, why: string): Promise<void> => {
      const error: unknown = await open(files).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(AgonError);
      expect((error as AgonError).isUsage).toBe(true);
      expect((error as AgonError).message).toContain(why);
    };
    await refused({}, 'has no pictures in folders of their class');
    await refused({ 'a.png': png(1), 'b.png': png(2) }, '(2 lie in none)');
    await refused(classes(['one'], 9), 'there is one class, "one"');
    await refused({ ...classes(['one'], 9), 'two/': new Uint8Array(0) }, 'only the class "one" has pictures');
    await refused(
      { 'a/x.png': new Uint8Array(5), 'b/x.png': new Uint8Array(5) },
      'there are no pictures for train',
    );
    await refused({ 'a/x.png': png(1), 'b/x.png': png(2) }, 'there are no pictures for validation');
    await expect(open(classes(['a', 'b'], 3), ',size=2')).rejects.toThrow('"size"');
  });

  it('is read from its files again where there is no room to keep it, and says what has changed', async () => {
    const files = classes(['a', 'b'], 4);
    const { DecodedPictures } = await import('./decodedPictures.js');
    const pictures = new DecodedPictures(memoryFiles(files), { path: 'x' }, [8, 8, 3], 8 * 8 * 3);
    for (const path of Object.keys(files)) expect(await pictures.look(path)).toBeTypeOf('number');
    const [kept, notKept] = Object.keys(files);
    const before = new Uint8Array(2 * 192);
    await pictures.readInto(kept, before, 0);
    await pictures.readInto(notKept, before, 192);
    expect([before[0], before[192]]).toEqual([1, 2]);
    for (const path of Object.keys(files)) files[path] = new Uint8Array(3);
    await pictures.readInto(kept, before, 0);
    await expect(pictures.readInto(notKept, before, 192)).rejects.toThrow(`${notKept} is no picture`);
  });
});

describe('the layout of a folder', () => {
  it('counts every file once: as a picture, or among those left out', () => {
    const part = fc.constantFrom('train', 'val', 'test', 'a', 'b', 'x.png', 'y.JPG', 'z.txt');
    const paths = fc.uniqueArray(
      fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/')),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(paths, (all) => {
        try {
          const {
            classes: names,
            found,
            faults,
          } = layoutOf(all, 'root', { name: 'pictures', endings: ['.png', '.jpg'] });
          for (const { label, path } of found) {
            expect(path.split('/')).toContain(names[label]);
            expect(all).toContain(path);
          }
          expect(new Set(found.map(({ path }) => path)).size).toBe(found.length);
          if (found.length < all.length) expect(faults).toHaveLength(1);
        } catch (error) {
          expect((error as AgonError).code).toBe('not-found');
        }
      }),
    );
  });

  it('takes the splits that no folder has out of train, class by class', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 6 }), fc.nat(1000), (counts, seed) => {
        const pictures = counts.flatMap((count, label) =>
          Array.from({ length: count }, (_, i) => ({ label, hash: (i * 7919 + seed * 31 + label) % 1009 })),
        );
        const splits = splitsOf(pictures, counts.length);
        counts.forEach((count, label) => {
          const of = (name: string): number =>
            splits.filter((split, i) => split === name && pictures[i].label === label).length;
          const part = Math.max(1, Math.round(count / 10));
          expect(of('test')).toBe(count > 1 ? part : 0);
          expect(of('validation')).toBe(count > 2 ? part : 0);
        });
      }),
    );
  });
});
