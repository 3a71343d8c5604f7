/** `agon data show` for running text, labelled texts and pairs of sequences: how much there is, and what it looks like. */
import { AgonError } from '@agon/core';
import {
  Characters,
  openLabelledTexts,
  openPairs,
  openText,
  SPLITS,
  type DataKind,
  type LabelledTextDataset,
  type PairDataset,
  type TextDataset,
} from '@agon/data';
import { diskFiles } from '@agon/data/node';
import { formatNumber } from '../format.js';
import { folded } from '../lineRoom.js';
import { print, printJson } from '../output.js';
import { table } from '../tableText.js';
import type { DataShowFlags } from './dataShowFlags.js';

/** Lines or pairs that are shown, unless told. */
const DEFAULT_SHOWN = 5;

/** Characters of a labelled text that are shown. */
const MOST_CHARACTERS = 80;

type Texts = TextDataset | PairDataset | LabelledTextDataset;

/** Numbers of one split. */
type Counts = Record<string, number>;

/**
 * Prints what is in each split, and the first lines or pairs of one.
 * @throws bad-option for a contact sheet; not-found, bad-spec, bad-file
 */
export async function dataShowText(
  spec: string,
  kind: Exclude<DataKind, 'pictures' | 'series' | 'analogies'>,
  { out, split = 'train', count = DEFAULT_SHOWN, json }: DataShowFlags,
): Promise<void> {
  if (out !== undefined)
    throw new AgonError('bad-option', `--out is a contact sheet of pictures, and "${spec}" has none.`);
  const dataset = await OPENERS[kind](spec, diskFiles());
  const counts = SPLITS.map((each) => [each, countsOf(dataset, each)] as const);
  const examples = examplesOf(dataset, split, count);
  const { title, licence, source, faults } = dataset;
  if (json) {
    const splits = Object.fromEntries(counts);
    return printJson({ spec: dataset.spec, title, licence, source, splits, examples, faults });
  }
  print(folded(`${dataset.spec}: ${title}`));
  print(folded(`licence: ${licence}`));
  print(`${folded(`source:  ${source}`)}\n`);
  const names = Object.keys(counts[0][1]);
  print(
    table(
      [{ head: 'split' }, ...names.map((head) => ({ head, align: 'right' as const }))],
      counts.map(([each, numbers]) => [each, ...names.map((name) => formatNumber(numbers[name]))]),
    ),
  );
  print(`\n${split} begins:`);
  for (const example of examples) print(`  ${example}`);
  for (const fault of faults) print(fault);
}

const OPENERS = { text: openText, pairs: openPairs, 'labelled-texts': openLabelledTexts } as const;

const isText = (dataset: Texts): dataset is TextDataset => typeof dataset.splits.train === 'string';
const isLabelled = (dataset: Texts): dataset is LabelledTextDataset => 'classes' in dataset;

function countsOf(dataset: Texts, split: (typeof SPLITS)[number]): Counts {
  if (isText(dataset)) {
    const text = dataset.splits[split];
    return { characters: text.length, 'different ones': Characters.of(text).size };
  }
  if (isLabelled(dataset)) {
    const { texts, labels } = dataset.splits[split];
    const classes = dataset.classes.map((name, label) => [
      name,
      labels.filter((each) => each === label).length,
    ]);
    return { texts: texts.length, ...(Object.fromEntries(classes) as Counts) };
  }
  const pairs = dataset.splits[split];
  const longest = (side: 'source' | 'target'): number =>
    pairs.reduce((most, pair) => Math.max(most, pair[side].split(' ').length), 0);
  return {
    pairs: pairs.length,
    'words at most': longest('source'),
    'answered by at most': longest('target'),
  };
}

function examplesOf(dataset: Texts, split: (typeof SPLITS)[number], count: number): string[] {
  if (isLabelled(dataset)) {
    const { texts, labels } = dataset.splits[split];
    return texts.slice(0, count).map((text, i) => {
      const begin = text.replace(/\s+/g, ' ').slice(0, MOST_CHARACTERS);
      return `${dataset.classes[labels[i]]}: ${begin}…`;
    });
  }
  if (isText(dataset)) return dataset.splits[split].trimStart().split('\n', count);
  return dataset.splits[split].slice(0, count).map(({ source, target }) => `${source} → ${target}`);
}
