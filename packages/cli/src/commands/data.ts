/** `agon data`: the datasets; `agon data get`: one is fetched; `agon data show`: one of them. */
import { AgonError, formatBytes } from '@agon/core';
import { listDatasets, type DatasetInfo } from '@agon/data';
import { dataFolder, isThere } from '@agon/data/node';
import { formatNumber } from '../format.js';
import { print, printJson, say } from '../output.js';
import { formatSettings } from '../settingsText.js';
import { table } from '../tableText.js';
import { dataGet } from './dataGet.js';
import { dataShow } from './dataShow.js';
import type { DataShowFlags } from './dataShowFlags.js';

export type DataFlags = DataShowFlags;

/** What there is to do with one dataset. */
const ACTIONS: Readonly<Record<string, (dataset: string, flags: DataFlags) => Promise<void>>> = {
  get: dataGet,
  show: dataShow,
};

/**
 * Prints every dataset, or does with one what the action says.
 * @throws bad-option for another action, or one without a dataset; what the action throws
 */
export async function data(
  action: string | undefined,
  dataset: string | undefined,
  flags: DataFlags,
): Promise<void> {
  if (action === undefined) return list(flags);
  if (Object.hasOwn(ACTIONS, action) && dataset !== undefined) return ACTIONS[action](dataset, flags);
  throw new AgonError(
    'bad-option',
    `agon data lists the datasets, \`agon data get ID\` fetches one, \`agon data show ID\` shows it; got "${[action, dataset].filter(Boolean).join(' ')}".`,
  );
}

function list({ json }: DataFlags): void {
  const all = listDatasets().map((info) => ({
    ...info,
    present: info.origin !== 'fetched' || isThere(info.id),
  }));
  if (json) return printJson(all);
  const rows = all.map((info) => [
    info.id,
    info.title,
    Object.values(info.splits).map(formatNumber).join(' + '),
    info.licence,
    whence(info),
    formatSettings(info.settings),
  ]);
  print(
    table(
      [
        { head: 'id' },
        { head: 'title' },
        { head: 'train + validation + test' },
        { head: 'licence' },
        { head: 'here?' },
        { head: 'options' },
      ],
      rows,
    ),
  );
  say(`The cache is ${dataFolder()} (AGON_DATA names another).`);
}

/** Whether a dataset is here, or how it is had. */
function whence({ id, origin, bytes, present }: DatasetInfo & { present: boolean }): string {
  if (origin === 'own') return 'yours';
  if (origin === 'made') return 'made when used';
  return present ? 'yes' : `agon data get ${id} (${formatBytes(bytes)})`;
}
