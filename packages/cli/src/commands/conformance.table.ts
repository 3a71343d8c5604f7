/** The flags of `agon conformance`. */
import { argument, type CommandTable } from '../commandTable.js';
import { load } from '../loading.js';

export const conformanceTable: CommandTable = {
  description: 'Replay recorded traces and crafted cases; stops at the first difference (exit code 1).',
  examples: ['conformance packages/envs/testdata/minatar/*.json'],
  arguments: [argument('<files...>', 'trace files (JSON, may be gzipped)')],
  options: [],
  run: async (files: string[]) => (await load(() => import('./conformance.js'))).conformance(files),
};
