/** `agon data show` for series over time: how long they are, and their first steps. */
import { AgonError } from '@agon/core';
import { openSeries, SPLITS, type SeriesDataset, type SplitName } from '@agon/data';
import { diskFiles } from '@agon/data/node';
import { formatNumber } from '../format.js';
import { folded } from '../lineRoom.js';
import { print, printJson } from '../output.js';
import { table } from '../tableText.js';
import type { DataShowFlags } from './dataShowFlags.js';

/** Steps that are shown, unless told. */
const DEFAULT_SHOWN = 5;

/** Prints what is in each split, and the first steps of one. @throws bad-option for a contact sheet; not-found, bad-spec, bad-file */
export async function dataShowSeries(
  spec: string,
  { out, split = 'train', count = DEFAULT_SHOWN, json }: DataShowFlags,
): Promise<void> {
  if (out !== undefined)
    throw new AgonError('bad-option', `--out is a contact sheet of pictures, and "${spec}" has none.`);
  const dataset = await openSeries(spec, diskFiles());
  const { title, licence, source, channels, season, faults } = dataset;
  const counts = SPLITS.map((each) => [each, countsOf(dataset, each)] as const);
  const steps = firstSteps(dataset, split, count);
  if (json) {
    const about = { spec: dataset.spec, title, licence, source, channels, season };
    return printJson({ ...about, splits: Object.fromEntries(counts), steps, faults });
  }
  print(folded(`${dataset.spec}: ${title}`));
  print(folded(`licence: ${licence}`));
  print(folded(`source:  ${source}`));
  print(`season:  ${season === 0 ? 'none' : `${season} steps`}\n`);
  const right = 'right' as const;
  print(
    table(
      [{ head: 'split' }, ...Object.keys(counts[0][1]).map((head) => ({ head, align: right }))],
      counts.map(([each, numbers]) => [each, ...Object.values(numbers).map(formatNumber)]),
    ),
  );
  print(`\n${split} begins:`);
  print(
    table(
      channels.map((head) => ({ head, align: right })),
      steps.map((values) => values.map(formatNumber)),
    ),
  );
}

function countsOf({ splits, channels }: SeriesDataset, split: SplitName) {
  const all = splits[split];
  const steps = all.reduce((sum, { values, from }) => sum + values.length / channels.length - from, 0);
  const anomalies = all.reduce(
    (sum, { anomalous }) => sum + (anomalous?.reduce((n, one) => n + one, 0) ?? 0),
    0,
  );
  return { series: all.length, steps, anomalies };
}

/** The first steps of a split's first series. */
function firstSteps({ splits, channels }: SeriesDataset, split: SplitName, count: number): number[][] {
  const { values, from } = splits[split][0];
  const first = from * channels.length;
  const shown = values.subarray(first, first + count * channels.length);
  return Array.from({ length: shown.length / channels.length }, (_, i) =>
    Array.from(shown.subarray(i * channels.length, (i + 1) * channels.length)),
  );
}
