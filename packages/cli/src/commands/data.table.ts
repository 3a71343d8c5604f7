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
    'List the datasets; `get` fetches one into the cache (AGON_DATA, or ~/.cache/agon/data) by npm or apt-get; `show` tells what is in it, and draws a contact sheet of pictures.',
  examples: [
    'data',
    'data get mnist',
    'data show mnist --split test --out mnist.png',
    'data show folder:pictures,size=64 --json',
    'data show scan:split=length --split test --count 3',
  ],
  arguments: [
    argument('[action]', 'what to do with one; without it, list all', ['get', 'show']),
    argument('[dataset]', 'its id; to show it, with options: emoji:names=20, folder:PATH, text:PATH'),
  ],
  options: [
    option('--split <split>', 'show: the split that is shown', {
      choices: ['train', 'validation', 'test'],
    }),
    option('--out <file.png>', 'show: write the contact sheet there'),
    option(
      '--count <n>',
      'show: pictures on the contact sheet (default: 100), or lines of text (default: 5)',
      { read: count(MOST_SHOWN) },
    ),
    option(...JSON_FLAG),
  ],
  run: async (action: string | undefined, dataset: string | undefined, flags: DataFlags) =>
    (await load(() => import('./data.js'))).data(action, dataset, flags),
};
