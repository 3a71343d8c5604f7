/** The flags of `agon view`. */
import { argument, option, type CommandTable } from '../commandTable.js';
import { port } from '../flags.js';
import { load } from '../loading.js';
import type { ViewFlags } from './view.js';

export const viewTable: CommandTable = {
  description:
    'Serve the page: runs, learning curves, replays, tournaments, play and training. Only this machine reaches it, unless --host says otherwise.',
  examples: ['view', 'view runs/NAME', 'view zoo/go9', 'view --port 8080'],
  arguments: [
    argument(
      '[what]',
      'what its address leads to: runs/NAME, runs/NAME/replays/FILE, tournaments/NAME or zoo/NAME (default: the front page)',
    ),
  ],
  options: [
    option('--port <port>', 'port (default: a free one)', { read: port }),
    option(
      '--host <address>',
      'address to listen on; 0.0.0.0 lets other machines see all runs, without a password',
      { default: '127.0.0.1' },
    ),
  ],
  run: async (what: string | undefined, flags: ViewFlags) =>
    (await load(() => import('./view.js'))).view(what, flags),
};
