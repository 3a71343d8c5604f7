import { describe, expect, it } from 'vitest';
import { SPLITS, type PictureDataset } from '../pictures.js';
import { openPictures } from '../registry.js';
import { picturesOf, sharedPictures, textsOf } from '../testing/allPictures.js';
import { memoryFiles } from '../testing/memoryFiles.js';
import { SIDE } from './screen.js';

const open = (options: string): Promise<PictureDataset> =>
  openPictures(`arcade-screens:count=200,${options}`, memoryFiles({}));
const TASKS = ['task=game', 'task=invaders', 'task=ball'];

describe('arcade screens', () => {
  it.each(TASKS)(
    'of %s are the same every time, each class has some, and no picture is in two splits',
    async (task) => {
      const [a, b] = [await open(task), await open(task)];
      expect(SPLITS.map((split) => a.splits[split].size)).toEqual([200, 25, 50]);
      for (const split of SPLITS) {
        expect(a.splits[split].labels).toEqual(b.splits[split].labels);
        expect(await textsOf(a, split)).toEqual(await textsOf(b, split));
      }
      expect(new Set(a.splits.train.labels).size).toBe(a.classes.length);
      for (const [one, other] of [
        ['train', 'test'],
        ['train', 'validation'],
        ['validation', 'test'],
      ] as const)
        expect(await sharedPictures(a, one, other)).toBe(0);
      expect(new Set(await textsOf(a, 'train')).size).toBe(200);
    },
  );

  it('show as many invaders as they say: there is more of their colours', async () => {
    const { splits, ...rest } = await open('task=invaders');
    const pictures = await picturesOf({ splits, ...rest }, 'train');
    // Invaders march between the score and the shields; bombs and shots are there too, and as many in every class.
    const light = rest.classes.map((_, label) => {
      const own = pictures.filter((_picture, i) => splits.train.labels[i] === label);
      const lit = own.map((picture) => {
        let sum = 0;
        for (let y = 7; y < 31; y++) for (let x = 0; x < SIDE * 3; x++) sum += picture[y * SIDE * 3 + x];
        return sum;
      });
      return lit.reduce((sum, each) => sum + each, 0) / own.length;
    });
    for (let label = 1; label < light.length; label++) expect(light[label]).toBeGreaterThan(light[label - 1]);
  });

  it('carry a colour cue in the corner when asked to, which tells the class, and in the moved test does not', async () => {
    const patchOf = (picture: Uint8Array): string =>
      String(picture.subarray(((SIDE - 3) * SIDE + SIDE - 3) * 3, ((SIDE - 3) * SIDE + SIDE - 2) * 3));
    const [plain, planted, moved] = [
      await open('task=ball'),
      await open('task=ball,cue=true'),
      await open('task=ball,cue=moved'),
    ];
    /** How often pictures of a split carry the colour that their class has in training. */
    const agreement = async (dataset: PictureDataset, split: (typeof SPLITS)[number]): Promise<number> => {
      const colours = new Map<number, string>();
      (await picturesOf(planted, 'train')).forEach((picture, i) =>
        colours.set(planted.splits.train.labels[i], patchOf(picture)),
      );
      expect(new Set(colours.values()).size).toBe(colours.size);
      const { labels } = dataset.splits[split];
      const pictures = await picturesOf(dataset, split);
      return (
        pictures.filter((picture, i) => patchOf(picture) === colours.get(labels[i])).length / labels.length
      );
    };
    expect(await agreement(planted, 'test')).toBe(1);
    expect(await agreement(moved, 'train')).toBe(1);
    expect(await agreement(moved, 'validation')).toBe(1);
    expect(await agreement(moved, 'test')).toBeLessThan(0.3);
    expect(await agreement(plain, 'train')).toBe(0);
    expect(moved.splits.test.labels).toEqual(plain.splits.test.labels);
  });

  it('refuse options that they do not have', async () => {
    await expect(open('task=gane')).rejects.toThrow('"task"');
    await expect(open('tusk=game')).rejects.toThrow('did you mean "task"?');
  });
});
