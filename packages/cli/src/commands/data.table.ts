/** The flags of `agon data`. */
import { JSON_FLAG } from '../commonFlags.js';
import { argument, option, type CommandTable } from '../commandTable.js';
import { count } from '../flags.js';
import { load } from '../loading.js';
import type { DataFlags } from './data.js';

/** The most pictures on a contact sheet. */
const MOST_SHOWN = 10_000;

export const dataTable: CommandTable = {
  description:
    'List the datasets; `get` fetches one into the cache (AGON_DATA, or ~/.cache/agon/data) by npm or apt-get; `show` tells its classes and splits, and draws a contact sheet.',
  examples: [
    'data',
    'data get mnist',
    'data show mnist --split test --out mnist.png',
    'data show folder:pictures,size=64 --json',
  ],
  arguments: [
    argument('[action]', '"get" or "show"'),
    argument('[dataset]', 'its id; to show it, with options: emoji:names=20, folder:PATH'),
  ],
  options: [
    option('--split <split>', 'show: the split that the contact sheet is of', {
      choices: ['train', 'validation', 'test'],
    }),
    option('--out <file.png>', 'show: write the contact sheet there'),
    option('--count <n>', 'show: pictures on the contact sheet (default: 100)', { read: count(MOST_SHOWN) }),
    option(...JSON_FLAG),
  ],
  run: async (action: string | undefined, dataset: string | undefined, flags: DataFlags) =>
    (await load(() => import('./data.js'))).data(action, dataset, flags),
};
