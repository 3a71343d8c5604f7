/** The flags of `agon view`. */
import { option, type CommandTable } from '../commandTable.js';
import { port } from '../flags.js';
import { load } from '../loading.js';
import type { ViewFlags } from './view.js';

export const viewTable: CommandTable = {
  description:
    'Serve the page: runs, learning curves, replays, tournaments, play and training. Only this machine reaches it, unless --host says otherwise.',
  examples: ['view', 'view --port 8080'],
  options: [
    option('--port <port>', 'port (default: a free one)', { read: port }),
    option(
      '--host <address>',
      'address to listen on; 0.0.0.0 lets other machines see all runs, without a password',
      { default: '127.0.0.1' },
    ),
  ],
  run: async (flags: ViewFlags) => (await load(() => import('./view.js'))).view(flags),
};
