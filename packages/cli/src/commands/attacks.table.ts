/** The flags of `agon attacks`. */
import type { JsonFlag } from '../commonFlags.js';
import { JSON_FLAG } from '../commonFlags.js';
import { option, type CommandTable } from '../commandTable.js';
import { load } from '../loading.js';

export const attacksTable: CommandTable = {
  description: 'List the attacks that `agon eval --attack` takes, with their options and defaults.',
  examples: ['attacks', 'attacks --json'],
  options: [option(...JSON_FLAG)],
  run: async (flags: JsonFlag) => (await load(() => import('./attacks.js'))).attacks(flags),
};
