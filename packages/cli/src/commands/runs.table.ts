/** The flags of `agon runs`. */
import { JSON_FLAG, MOST_ROWS } from '../commonFlags.js';
import { argument, option, type CommandTable } from '../commandTable.js';
import { count } from '../flags.js';
import { load } from '../loading.js';
import type { RunsFlags } from './runs.js';

export const runsTable: CommandTable = {
  description:
    'List the runs in this folder with the disk space they take. `prune` removes checkpoints of runs that are not training: it keeps the newest, some spread over the run, and those that replays, tournaments, other runs or `keep` refer to. Training does the same as it goes.',
  examples: ['runs', 'runs prune --dry-run', 'runs prune NAME --keep 10', 'runs keep NAME@20000'],
  arguments: [
    argument('[action]', 'what to do; without it, list the runs', ['prune', 'keep']),
    argument('[what...]', 'prune: names of runs (default: all); keep: NAME@STEP'),
  ],
  options: [
    option('--keep <n>', 'prune: checkpoints to keep in each run (default: 40)', {
      read: count(MOST_ROWS),
    }),
    option('--dry-run', 'prune: only print what would be removed'),
    option(...JSON_FLAG),
  ],
  run: async (action: string | undefined, what: string[], flags: RunsFlags) =>
    (await load(() => import('./runs.js'))).runs(action, what, flags),
};
