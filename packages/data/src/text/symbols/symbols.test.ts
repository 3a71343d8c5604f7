/** Strings of symbols: their classes by other rules, balance, splits, and what is refused. */
import { RandomStream } from '@agon/core';
import { describe, expect, it } from 'vitest';
import { describeDataset, openLabelledTexts } from '../../registry.js';
import { SPLITS } from '../../pictures.js';
import { memoryFiles } from '../../testing/memoryFiles.js';
import { TASKS } from './tasks.js';

const open = (options: string) => openLabelledTexts(`symbols:${options}`, memoryFiles({}));

/** What is asked, as one would write it down; −1 for no string of the task. */
const RULES: Readonly<Record<string, (text: string) => number>> = {
  motif: (text) => (/^[a-f]*$/.test(text) ? Number(/cafe/.test(text)) : -1),
  parity: (text) => (/^[ab]*$/.test(text) ? (text.split('b').length - 1) % 2 : -1),
  dyck(text) {
    let rest = text;
    while (rest.includes('oc')) rest = rest.replace('oc', '');
    return /^o*$/.test(rest) ? rest.length / 2 : -1;
  },
};

describe.each(Object.keys(TASKS))('symbols for %s', (task) => {
  it('are of the class that they are said to be, each class as often, no string in two splits', async () => {
    const { splits, classes } = await open(`task=${task},count=400,length=16`);
    const [train, validation, test] = SPLITS.map((split) => new Set(splits[split].texts));
    for (const text of validation) expect(train.has(text) || test.has(text)).toBe(false);
    for (const text of test) expect(train.has(text)).toBe(false);
    const least = (texts: Iterable<string>) => Math.min(...[...texts].map((text) => text.split(' ').length));
    expect(least(train)).toBeLessThan(8);
    expect(Math.min(least(validation), least(test))).toBeGreaterThan(7);
    for (const split of SPLITS) {
      const { texts, labels } = splits[split];
      expect(texts).toHaveLength(split === 'train' ? 400 : 100);
      expect(texts.map((text) => RULES[task](text.replaceAll(' ', '')))).toEqual([...labels]);
      classes.forEach((_, label) =>
        expect(labels.filter((each) => each === label)).toHaveLength(texts.length / classes.length),
      );
    }
  });

  it('are the same by their seed, others by another one, and as long as is asked', async () => {
    const spec = `task=${task},count=40,shortest=31,length=40`;
    const [one, same, other] = await Promise.all([open(spec), open(spec), open(`${spec},seed=2`)]);
    expect(same.splits).toEqual(one.splits);
    expect(other.splits.train.texts).not.toEqual(one.splits.train.texts);
    const lengths = one.splits.train.texts.map((text) => text.split(' ').length);
    expect(Math.min(...lengths)).toBeGreaterThan(30);
    expect(Math.max(...lengths)).toBe(40);
  });
});

describe('symbols', () => {
  it('draws beginnings of Dyck words that are equally likely', () => {
    const rng = new RandomStream('walks');
    const counts = new Map<string, number>();
    // Of six symbols that end at depth 2 there are 9: C(6, 2) − C(6, 1).
    for (let i = 0; i < 9000; i++) {
      const text = TASKS.dyck.draw(1, 6, rng).join('');
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    expect(counts.size).toBe(9);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });

  it('has as many strings as its list says', async () => {
    const { splits } = await openLabelledTexts('symbols', memoryFiles({}));
    const sizes = SPLITS.map((split) => [split, splits[split].texts.length]);
    expect(Object.fromEntries(sizes)).toEqual(describeDataset('symbols').splits);
  });

  it.each([
    ['task=moth', /task/],
    ['task=motif,length=7', /length/],
    ['task=dyck,shortest=9,length=9', /whose lengths are even/],
    ['shortest=30', /shortest not above length/],
    ['task=dyck,shortest=8,length=8', /too few strings of 8 to 8 symbols for dyck/],
    ['length=1000', /length/],
  ])('refuses %s', async (options, message) => {
    await expect(open(options)).rejects.toThrow(message);
  });
});
