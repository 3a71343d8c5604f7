/** The flags of `agon envs`. */
import type { JsonFlag } from '../commonFlags.js';
import { JSON_FLAG } from '../commonFlags.js';
import { option, type CommandTable } from '../commandTable.js';
import { load } from '../loading.js';

export const envsTable: CommandTable = {
  description: 'List the environments; with --json their options too.',
  examples: ['envs', 'envs --json'],
  options: [option(...JSON_FLAG)],
  run: async (flags: JsonFlag) => (await load(() => import('./envs.js'))).envs(flags),
};
