/** Brown, WordNet and the mails: on small made-up files, and as they are where they are fetched. */
import { describe, expect, it } from 'vitest';
import { describeWithDataset } from '../../../../test/datasets.js';
import { diskFiles } from '../cache/diskFiles.node.js';
import { SPLITS } from '../pictures.js';
import { describeDataset, openLabelledTexts, openText } from '../registry.js';
import { memoryFiles } from '../testing/memoryFiles.js';
import { brownTags, sentencesOf } from './brown/tagged.js';
import { DOCUMENTS, readDocuments } from './documents.js';
import { joinDocuments } from '../cache/joinDocuments.node.js';
import { readable } from './spam/spam.js';
import { Nouns } from './wordnet/nouns.js';
import { synsetsOf } from './wordnet/synsets.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
/** Files as they lie in the cache. */
const documents = async (texts: Readonly<Record<string, string>>) => {
  const got = new Map(Object.entries(texts).map(([name, text]) => [name, bytes(text)]));
  return memoryFiles(Object.fromEntries(await joinDocuments(got)));
};
const textsIn = (split: { texts: readonly string[] }): readonly string[] => split.texts;

const SENTENCE = "\tThe/at dog/nn-tl barked/vbd at/in-hl 1\\/2/cd ``/`` fw/fw-nn ''/'' ./.\n";

describe('Brown', () => {
  const brown = documents({
    ca03: SENTENCE.repeat(30),
    ca01: `\n\n${SENTENCE}`,
    ca05: 'Tests/nns ./.\n',
    cr09: `Fun/nn ./.\n${'dog/vb ./.\n'.repeat(3)}`,
  });

  it('is read as words and tags, without what is said of headlines, titles and foreign words', () => {
    const [first] = sentencesOf(SENTENCE);
    expect(first.map(({ tag }) => tag)).toEqual(['at', 'nn', 'vbd', 'in', 'cd', '``', 'nn', "''", '.']);
    expect(first.map(({ word }) => word).join(' ')).toBe('The dog barked at 1\\/2 " fw " .');
  });

  it('keeps each text in one split, in the order of names', async () => {
    const { splits } = await openText('brown', await brown);
    expect(splits.train).toBe('The dog barked at 1\\/2 " fw " .\nFun .\ndog .\ndog .\ndog .\n');
    expect(splits.validation.split('\n').length).toBe(31);
    expect(splits.test).toBe('Tests .\n');
  });

  it('says of a word its most frequent tag', async () => {
    const tags = await brownTags(await brown);
    expect(tags.get('dog')).toBe('nn');
    expect(tags.get('fun')).toBe('nn');
  });

  it('gives passages of whole sentences, at least as long as is wanted, of one genre each', async () => {
    const { splits, classes, spec } = await openLabelledTexts('brown-genres:words=20', await brown);
    expect(spec).toBe('brown-genres:words=20');
    expect(Array.from(splits.train.labels, (label) => classes[label])).toEqual(['news', 'humor']);
    expect(new Set(splits.validation.texts.slice(0, -1).map((text) => text.split('\n').length))).toEqual(
      new Set([3]),
    );
    const all = splits.validation.texts.join('\n').split('\n');
    expect(all.length).toBe(30);
  });

  it('refuses a damaged file', async () => {
    const files = memoryFiles({ [DOCUMENTS]: bytes('{"name":"ca01"}\n') });
    await expect(openText('brown', files)).rejects.toThrow('line 1');
  });
});

const NOUNS = [
  '  1 This software is licensed',
  '00000001 03 n 01 thing 0 001 ~ 00000002 n 0000 | what there is',
  '00000002 05 n 02 animal 0 living_Animal 1 001 @ 00000001 n 0000 | what lives; "a wild animal"',
  '00000003 05 n 01 dog 0 002 @ 00000002 n 0000 + 00000009 v 0101 | an animal that barks',
  '00000004 18 n 01 dog 1 001 @ 00000001 n 0000 | an unhappy man',
  '00000005 18 n 01 Rex 0 002 @i 00000003 n 0000 @ 00000004 n 0000 | a name',
].join('\n');
const INDEX = [
  '  1 licence',
  'dog n 2 2 @ + 2 1 00000003 00000004  ',
  'living_animal n 1 1 @ 1 0 00000002  ',
  'rex n 1 1 @ 1 0 00000005  ',
].join('\n');

describe('WordNet', () => {
  const files = memoryFiles({
    'data.noun': bytes(NOUNS),
    'index.noun': bytes(INDEX),
    'data.verb': bytes(''),
    'data.adj': bytes('00000006 00 a 02 afloat(p) 0 Rex 0 000 | on water'),
    'data.adv': bytes(''),
  });

  it('is a dictionary: words, then what they mean', async () => {
    const { splits } = await openText('wordnet', files);
    expect(splits.train.split('\n')).toEqual([
      'thing: what there is',
      'animal, living Animal: what lives; "a wild animal"',
      'dog: an animal that barks',
      'dog: an unhappy man',
      'Rex: a name',
      'afloat, Rex: on water',
      '',
    ]);
  });

  it('knows the field of a noun and all that it is a kind of, by its most frequent meaning', async () => {
    const nouns = await Nouns.read(files);
    expect([nouns.fieldOf('dog'), nouns.fieldOf('afloat')]).toEqual([5, undefined]);
    expect(nouns.kindsOf('dog')).toEqual(new Set(['animal', 'living animal', 'thing']));
    expect(nouns.kindsOf('rex')).toEqual(new Set(['dog', 'animal', 'living animal', 'thing']));
    expect(nouns.numMeanings('dog')).toBe(2);
    expect(['dog', 'rex', 'afloat'].map((word) => nouns.isOnlyNoun(word))).toEqual([true, false, false]);
    expect(['dog', 'rex', 'afloat'].map((word) => nouns.isMarked(word))).toEqual([true, false, false]);
  });

  it('refuses lines that are none of its own', () => {
    expect(() => synsetsOf('hello', 'data.noun')).toThrow('data.noun: "hello" is no line of WordNet');
    expect(() => synsetsOf('00000001 03 n 01 thing 0 009 @ | cut', 'data.noun')).toThrow('no line');
  });
});

const mail = (subject: string, body: string): string =>
  JSON.stringify({
    text: `From x\nReceived: by y\nSubject: ${subject}\n folded\nList-Id: <z>\n\n${body}\n`,
  });

describe('mails', () => {
  it('are subject and body; no other header is read', () => {
    const { text } = JSON.parse(mail('Hello', 'Subject: none')) as { text: string };
    expect(readable(text)).toBe('Hello folded\n\nSubject: none');
  });

  it('that are equal are kept once, and told of', async () => {
    const files = await documents({
      'spam-1/a.json': mail('Buy', 'now'),
      'spam-1/b.json': mail('Buy', 'now'),
      'easy-ham-1/c.json': mail('Hi', 'there'),
    });
    const { splits, faults, classes } = await openLabelledTexts('spam', files);
    const all = SPLITS.flatMap((split) =>
      splits[split].texts.map((text, i) => [text, classes[splits[split].labels[i]]]),
    );
    expect(all.sort()).toEqual([
      ['Buy folded\n\nnow', 'spam'],
      ['Hi folded\n\nthere', 'wanted'],
    ]);
    expect(faults).toEqual(['1 mails were left out: subject and body are those of another.']);
  });
});

describe('several texts as one', () => {
  it('are joined split by split, and none is read twice', async () => {
    const files = await documents({ ca01: SENTENCE });
    const { splits, spec } = await openText('joined:of=brown', files);
    expect([spec, splits.test]).toEqual(['joined:of=brown', '']);
    await expect(openText('joined:of=brown/brown', files)).rejects.toThrow('names a text twice');
    await expect(openText('joined:of=brown/green', files)).rejects.toThrow('"of');
  });
});

describeWithDataset('brown', 'Brown as it is', () => {
  it('has 1,161,192 tagged words in 500 texts, and as much in each split as its list says', async () => {
    const all = await readDocuments(diskFiles(), 'brown');
    expect(all.length).toBe(500);
    expect(all.reduce((sum, { text }) => sum + sentencesOf(text).flat().length, 0)).toBe(1_161_192);
    const { splits } = await openText('brown', diskFiles());
    const sizes = Object.fromEntries(SPLITS.map((split) => [split, splits[split].length]));
    expect(sizes).toEqual(describeDataset('brown').splits);
  });

  it('gives passages of fifteen genres, none in two splits', async () => {
    const { splits, classes } = await openLabelledTexts('brown-genres', diskFiles());
    const sizes = Object.fromEntries(SPLITS.map((split) => [split, splits[split].texts.length]));
    expect(sizes).toEqual(describeDataset('brown-genres').splits);
    for (const split of SPLITS) expect(new Set(splits[split].labels).size).toBe(classes.length);
    const learned = new Set(textsIn(splits.train));
    for (const split of ['validation', 'test'] as const)
      expect(textsIn(splits[split]).filter((text) => learned.has(text))).toEqual([]);
  });
});

describeWithDataset('wordnet', 'WordNet as it is', () => {
  it('has 117,791 entries, and as much in each split as its list says', async () => {
    const { splits } = await openText('wordnet', diskFiles());
    expect(SPLITS.reduce((sum, split) => sum + splits[split].split('\n').length - 1, 0)).toBe(117_791);
    const sizes = Object.fromEntries(SPLITS.map((split) => [split, splits[split].length]));
    expect(sizes).toEqual(describeDataset('wordnet').splits);
  });

  it('knows that a dog is an animal, and a parrot a bird', async () => {
    const nouns = await Nouns.read(diskFiles());
    expect(nouns.kindsOf('dog').has('animal')).toBe(true);
    expect(nouns.kindsOf('parrot').has('bird')).toBe(true);
    expect(nouns.kindsOf('animal').has('dog')).toBe(false);
    expect(nouns.fieldOf('dog')).toBe(nouns.fieldOf('parrot'));
  });
});

describeWithDataset('wordnet', 'questions of WordNet’s tree', () => {
  it('are right or wrong as the tree says, as many in each split as the list says, of words or pairs of one split', async () => {
    const nouns = await Nouns.read(diskFiles());
    for (const test of ['words', 'pairs']) {
      const { splits } = await openLabelledTexts(`taxonomy:test=${test}`, diskFiles());
      const sizes = Object.fromEntries(SPLITS.map((split) => [split, splits[split].texts.length]));
      if (test === 'words') expect(sizes).toEqual(describeDataset('taxonomy').splits);
      const splitOf = new Map<string, string>();
      for (const split of SPLITS) {
        const { texts, labels } = splits[split];
        texts.forEach((text, i) => {
          const [word, kind] = text.split(' is a kind of ');
          expect(Number(nouns.kindsOf(word).has(kind))).toBe(labels[i]);
          const what = test === 'words' ? word : text;
          expect(splitOf.get(what) ?? split).toBe(split);
          splitOf.set(what, split);
        });
        const right = labels.filter((label) => label === 1).length / labels.length;
        expect(Math.abs(right - 0.5)).toBeLessThan(0.05);
      }
    }
  }, 30_000);
});

describeWithDataset('spam', 'the mails as they are', () => {
  it('are as many in each split as their list says, none in two', async () => {
    const { splits } = await openLabelledTexts('spam', diskFiles());
    const sizes = Object.fromEntries(SPLITS.map((split) => [split, splits[split].texts.length]));
    expect(sizes).toEqual(describeDataset('spam').splits);
    const all = SPLITS.flatMap((split) => textsIn(splits[split]));
    expect(new Set(all).size).toBe(all.length);
  });
});
