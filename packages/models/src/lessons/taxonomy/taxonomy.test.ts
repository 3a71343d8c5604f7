/** What the lesson on kinds says; and that its questions keep apart what they should. */
import { describe, expect, it } from 'vitest';
import { lastOf } from '../testing/lastOf.js';
import { byTree, questionsOf } from './questions.js';
import { taxonomy } from './taxonomy.js';

const thingOf = (text: string): string => text.split(' ')[0];

describe('the questions', () => {
  const { learned, newPairs, newWords } = questionsOf(1);
  const read = learned.splits.train.texts;

  it('are answered by the tree, all of them', () => {
    for (const { texts, labels } of [learned.splits.train, newPairs, newWords])
      expect(texts.map(byTree)).toEqual(Array.from(labels, (label) => label === 1));
  });

  it('learn from no new word and no new pair, and from the other half of each pair', () => {
    const things = new Set(read.map(thingOf));
    expect(newWords.texts.filter((text) => things.has(thingOf(text)))).toEqual([]);
    expect(newPairs.texts.filter((text) => read.includes(text))).toEqual([]);
    expect(newPairs.texts.every((text) => things.has(thingOf(text)))).toBe(true);
    expect([newPairs.texts.length, newWords.texts.length]).toEqual([44, 88]);
  });

  it('are as often wrong as right', () => {
    for (const { labels } of [learned.splits.train, newPairs, newWords])
      expect(2 * labels.filter((label) => label === 1).length).toBe(labels.length);
  });
});

describe('the lesson taxonomy', () => {
  it('knows new pairs of words that were read, and guesses at words that were not', async () => {
    const { numbers } = await lastOf(taxonomy, { updates: 1500 }, 2);
    expect(numbers.learned).toBeGreaterThan(0.95);
    expect(numbers.newPairs).toBeGreaterThan(0.75);
    expect(numbers.newWords).toBeLessThan(0.65);
    expect(numbers.treeNewWords).toBe(1);
  }, 60_000);

  it.each(['bag', 'transformer'])('is the same again by its seed: %s', async (network) => {
    const settings = { network, updates: 2 };
    expect(await lastOf(taxonomy, settings, 4)).toEqual(await lastOf(taxonomy, settings, 4));
  });
});
