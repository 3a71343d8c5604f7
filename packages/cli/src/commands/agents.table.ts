/** The flags of `agon agents`. */
import type { JsonFlag } from '../commonFlags.js';
import { JSON_FLAG } from '../commonFlags.js';
import { option, type CommandTable } from '../commandTable.js';
import { load } from '../loading.js';

export const agentsTable: CommandTable = {
  description: 'List the agents; with --json their options too.',
  examples: ['agents', 'agents --json'],
  options: [option(...JSON_FLAG)],
  run: async (flags: JsonFlag) => (await load(() => import('./agents.js'))).agents(flags),
};
