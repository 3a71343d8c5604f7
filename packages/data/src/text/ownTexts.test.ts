/** The user's own texts by class: layouts, passages, splits, and what is refused. */
import { describe, expect, it } from 'vitest';
import { SPLITS } from '../pictures.js';
import { openLabelledTexts } from '../registry.js';
import { memoryFiles } from '../testing/memoryFiles.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const open = (files: Readonly<Record<string, string>>, options = '') =>
  openLabelledTexts(
    `texts:mine${options}`,
    memoryFiles(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, bytes(text)]))),
  );
const numbered = (name: string, count: number, text: (i: number) => string) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${name}/${i}.txt`, text(i)]));

describe('texts of the user', () => {
  it('are files in folders of their class; a tenth of each is for validation and for the test', async () => {
    const { classes, splits, spec } = await open({
      ...numbered('good', 20, (i) => `fine ${i}`),
      ...numbered('bad', 30, (i) => `poor ${i}`),
    });
    expect(classes).toEqual(['bad', 'good']);
    expect(SPLITS.map((name) => splits[name].texts.length)).toEqual([40, 5, 5]);
    for (const name of SPLITS)
      splits[name].texts.forEach((text, i) =>
        expect(classes[splits[name].labels[i]]).toBe(text.startsWith('fine') ? 'good' : 'bad'),
      );
    expect(new Set(SPLITS.flatMap((name) => splits[name].texts)).size).toBe(50);
    expect(spec).toBe('texts:mine,length=0');
  });

  it('may have folders for their splits', async () => {
    const { splits } = await open({
      ...numbered('train/a', 10, (i) => `a ${i}`),
      ...numbered('train/b', 10, (i) => `b ${i}`),
      'test/a/1.txt': 'A',
      'test/b/1.txt': 'B',
    });
    expect(splits.test.texts).toEqual(['A', 'B']);
    expect(SPLITS.map((name) => splits[name].texts.length)).toEqual([18, 2, 2]);
  });

  it('are cut into passages whose order is kept: the end of each class is the test', async () => {
    const letters = Array.from({ length: 100 }, (_, i) => String.fromCodePoint(0x1f600 + i));
    const { splits } = await open(
      { 'smile/one.txt': `${letters.map((each) => each.repeat(5)).join('')}xyz`, 'zeros/two.txt': Array.from({ length: 50 }, (_, i) => String(i).padStart(5, '0')).join('') }, // prettier-ignore
      ',length=5',
    );
    const smiles = splits.train.texts.filter((_, i) => splits.train.labels[i] === 0);
    expect(smiles).toEqual(letters.slice(0, 80).map((each) => each.repeat(5)));
    expect(splits.test.texts.slice(0, 10)).toEqual(letters.slice(90).map((each) => each.repeat(5)));
    expect(splits.test.texts.slice(10)).toEqual(['00045', '00046', '00047', '00048', '00049']);
  });

  it('that stand in two splits are left out of the one to learn from, and named, as empty ones are', async () => {
    const { splits, faults } = await open({
      'train/a/1.txt': 'same',
      'train/a/2.txt': 'other',
      'train/a/3.txt': 'third',
      'train/a/4.txt': ' \n',
      'train/b/1.txt': 'b',
      'train/b/2.txt': 'bb',
      'test/a/1.txt': 'same',
      'notes.md': 'no text',
    });
    expect(splits.test.texts).toEqual(['same']);
    expect(splits.train.texts).not.toContain('same');
    expect(faults).toEqual([
      "notes.md: left out, for they are no .txt in a class's folder.",
      'left out: train/a/4.txt is empty.',
      'left out: 1 that stand in another split too.',
    ]);
  });

  it('are refused where there are too few, or no classes', async () => {
    await expect(open({ 'one.txt': 'x' })).rejects.toThrow('has no texts in folders of their class (1 lie in none)'); // prettier-ignore
    await expect(open({ 'a/1.txt': 'x', 'b/1.txt': 'y' })).rejects.toThrow('none is left for validation');
    await expect(open(numbered('a', 20, String))).rejects.toThrow('fewer than two classes');
    await expect(open(numbered('a', 20, String), ',length=9')).rejects.toThrow('set a smaller length');
  });
});
