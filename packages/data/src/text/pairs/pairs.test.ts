import { expect, it, describe } from 'vitest';
import { describeWithDataset } from '../../../../../test/datasets.js';
import { diskFiles } from '../../cache/diskFiles.node.js';
import type { PairDataset } from '../../pairs.js';
import { SPLITS } from '../../pictures.js';
import { describeDataset, openPairs } from '../../registry.js';
import { memoryFiles } from '../../testing/memoryFiles.js';
import { LEVELS } from './levels.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const all = ({ splits }: PairDataset) => SPLITS.flatMap((split) => splits[split]);
const sizes = ({ splits }: PairDataset) =>
  Object.fromEntries(SPLITS.map((split) => [split, splits[split].length]));

/** Nothing is in two splits. */
function expectApart(dataset: PairDataset): void {
  const lines = SPLITS.map((split) => new Set(dataset.splits[split].map((pair) => JSON.stringify(pair))));
  const joined = new Set(lines.flatMap((each) => [...each]));
  expect(joined.size).toBe(lines.reduce((sum, { size }) => sum + size, 0));
}

describe('pronunciations', () => {
  const open = (text: string) => openPairs('pronunciations', memoryFiles({ 'index.js': bytes(text) }));

  it('are letters and phones without stress, one way for a word', async () => {
    const dataset = await open(
      `/** words */\nexport const dictionary = {\n "cat": "K AE1 T # an animal",\n "a": "AH0",\n "a(2)": "EY1",\n "'bout": "B AW1 T",\n "dog's": "D AO1 G Z"\n}\n`,
    );
    expect(all(dataset).sort((a, b) => (a.source < b.source ? -1 : 1))).toEqual([
      { source: 'a', target: 'AH' },
      { source: 'c a t', target: 'K AE T' },
    ]);
    expect(dataset.faults[0]).toMatch(/^1 more ways/);
    expect(dataset.faults[1]).toMatch(/^2 entries/);
  });

  it('that are damaged are refused', async () => {
    await expect(open('export default 1')).rejects.toThrow('holds no dictionary');
    await expect(open('export const dictionary = {"a": 1}')).rejects.toThrow('index.js');
    await expect(open('export const dictionary = {"a": }')).rejects.toThrow('index.js');
  });
});

describe('Czech–English', () => {
  const dialogue = (english: string, czech: string): string =>
    `dialogId("id", "font_small", "${english}")\ndialogStr("${czech}")\n\n`;
  const open = (scripts: Record<string, string>) =>
    openPairs(
      'czech-english',
      memoryFiles(
        Object.fromEntries(
          LEVELS.map((level) => [`${level}.lua`, bytes(scripts[level] ?? dialogue(`Here is ${level}.`, `Tady je ${level}.`))]), // prettier-ignore
        ),
      ),
    );

  it('reads what stands in quotes, as words and marks', async () => {
    const dataset = await open({
      [LEVELS[0]]: dialogue('He said: \\"No!\\"\\nWell…', 'Řekl: \\"Ne!\\" Říčka'),
    });
    expect(all(dataset)).toContainEqual({
      source: 'řekl : " ne ! " říčka',
      target: 'he said : " no ! " well …',
    });
  });

  it('keeps a sentence that is said in two levels once, and a level in one split', async () => {
    const same = Object.fromEntries(LEVELS.map((level) => [level, dialogue('Yes.', 'Ano.') + dialogue(`In ${level}.`, `V ${level}.`) + 'dialogId("none", "font", "")\n'])); // prettier-ignore
    const dataset = await open(same);
    expectApart(dataset);
    expect(all(dataset)).toHaveLength(LEVELS.length + 1);
    expect(dataset.splits.test).toContainEqual({ source: 'ano .', target: 'yes .' });
    expect(dataset.faults).toEqual([
      `${LEVELS.length - 1} sentences were left out that are said in another place too.`,
      `${LEVELS.length} dialogues were left out that lack words in one language.`,
    ]);
  });
});

describe('counting', () => {
  it('is tested from the longest number to twice as far', async () => {
    const dataset = await openPairs('counting:longest=10', memoryFiles({}));
    expectApart(dataset);
    expect(all(dataset)).toHaveLength(20);
    expect(dataset.splits.test.map(({ source }) => source.split(' ').length)).toEqual([11, 12, 13, 14, 15, 16, 17, 18, 19, 20]); // prettier-ignore
    for (const { source, target } of all(dataset)) expect(target).toBe(source.replaceAll('a', 'b'));
    expect(sizes(await openPairs('counting', memoryFiles({})))).toEqual(describeDataset('counting').splits);
  });
});

for (const id of ['pronunciations', 'czech-english']) {
  describeWithDataset(id, `${id} as fetched`, () => {
    it('has as many pairs in each split as its list says, none in two', async () => {
      const dataset = await openPairs(id, diskFiles());
      expect(sizes(dataset)).toEqual(describeDataset(id).splits);
      expectApart(dataset);
    });
  });
}

describeWithDataset('pronunciations', 'pronunciations as fetched, word by word', () => {
  it('has no word in two splits, and 39 phones', async () => {
    const dataset = await openPairs('pronunciations', diskFiles());
    expect(new Set(all(dataset).map(({ source }) => source)).size).toBe(all(dataset).length);
    expect(new Set(all(dataset).flatMap(({ target }) => target.split(' '))).size).toBe(39);
  });
});
