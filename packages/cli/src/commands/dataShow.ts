/** `agon data show`: what a dataset holds, and a contact sheet of it where it is of pictures. */
import { AgonError } from '@agon/core';
import {
  contactSheet,
  describeDataset,
  openPictures,
  SPLITS,
  type PictureDataset,
  type SplitName,
} from '@agon/data';
import { diskFiles } from '@agon/data/node';
import { writeFileSync } from 'node:fs';
import { formatNumber } from '../format.js';
import { folded } from '../lineRoom.js';
import { print, printJson, say } from '../output.js';
import { table } from '../tableText.js';
import type { DataShowFlags } from './dataShowFlags.js';
import { dataShowAnalogies } from './dataShowAnalogies.js';
import { dataShowSeries } from './dataShowSeries.js';
import { dataShowText } from './dataShowText.js';

const DEFAULT_SHOWN = 100;
/** So many classes and faults are listed for people; --json has all. */
const MOST_LISTED = 40;

/**
 * Prints what a dataset holds.
 * @throws not-found, bad-spec, bad-option, bad-file
 */
export function dataShow(spec: string, flags: DataShowFlags): Promise<void> {
  const { kind } = describeDataset(spec);
  if (kind === 'analogies') return dataShowAnalogies(spec, flags);
  if (kind === 'series') return dataShowSeries(spec, flags);
  return kind === 'pictures' ? showPictures(spec, flags) : dataShowText(spec, kind, flags);
}

/**
 * Prints the classes of a dataset with their pictures by split, and what was left out; writes a contact sheet where one is asked for.
 * @throws not-found, bad-spec, bad-option, bad-file
 */
async function showPictures(spec: string, flags: DataShowFlags): Promise<void> {
  const { out, split = 'train', count = DEFAULT_SHOWN } = flags;
  const sheetFlag = (['split', 'count'] as const).find((name) => flags[name] !== undefined);
  if (out === undefined && sheetFlag !== undefined) {
    throw new AgonError(
      'bad-option',
      `--${sheetFlag} is of the contact sheet; name its file by --out FILE.png.`,
    );
  }
  const dataset = await openPictures(spec, diskFiles());
  if (out !== undefined) {
    writeFileSync(out, await contactSheet(dataset, split, count));
    say(
      `${out}: ${formatNumber(Math.min(count, dataset.splits[split].size))} pictures of ${split}, class by class.`,
    );
  }
  if (flags.json) return printJson(asJson(dataset));
  printText(dataset);
  if (out === undefined) say('To see its pictures: --out FILE.png');
}

/** Pictures of each class. */
function countsOf({ classes, splits }: PictureDataset, split: SplitName): number[] {
  const counts = new Array<number>(classes.length).fill(0);
  for (const label of splits[split].labels) counts[label]++;
  return counts;
}

function asJson(dataset: PictureDataset) {
  const { spec, title, licence, source, shape, classes, splits, faults } = dataset;
  const counts = SPLITS.map((split) => [split, countsOf(dataset, split)] as const);
  return {
    spec,
    title,
    licence,
    source,
    shape,
    splits: Object.fromEntries(SPLITS.map((split) => [split, splits[split].size])),
    classes: classes.map((name, index) => ({
      name,
      ...Object.fromEntries(counts.map(([split, each]) => [split, each[index]])),
    })),
    faults,
  };
}

function printText(dataset: PictureDataset): void {
  const { spec, title, licence, source, shape, classes, splits, faults } = dataset;
  print(folded(`${spec}: ${title}`));
  print(folded(`licence: ${licence}`));
  print(folded(`source:  ${source}`));
  print(`picture: ${shape[0]}×${shape[1]}, ${shape[2] === 1 ? 'grey' : 'red, green and blue'}\n`);
  const counts = SPLITS.map((split) => countsOf(dataset, split).map(formatNumber));
  const rows = classes.map((name, index) => [name, ...counts.map((each) => each[index])]);
  const right = 'right' as const;
  print(
    table(
      [{ head: 'class' }, ...SPLITS.map((head) => ({ head, align: right }))],
      [
        ...rows.slice(0, MOST_LISTED),
        ...(rows.length > MOST_LISTED ? [[`… ${rows.length - MOST_LISTED} more`, '', '', '']] : []),
        [`all ${classes.length}`, ...SPLITS.map((split) => formatNumber(splits[split].size))],
      ],
    ),
  );
  if (faults.length > 0) print('');
  for (const fault of faults.slice(0, MOST_LISTED)) print(fault);
  if (faults.length > MOST_LISTED) print(`… ${faults.length - MOST_LISTED} more (--json lists all)`);
}
