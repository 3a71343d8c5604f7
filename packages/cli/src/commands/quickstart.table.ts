/** The flags of `agon quickstart`. */
import { option, type CommandTable } from '../commandTable.js';
import { minutes, seed } from '../flags.js';
import { load } from '../loading.js';
import type { QuickstartFlags } from './quickstart.js';

export const quickstartTable: CommandTable = {
  description:
    'Train DQN on MinAtar Breakout and AlphaZero on tic-tac-toe, and compare each with its untrained self, a random player and a scripted one.',
  examples: ['quickstart', 'quickstart --minutes 0.5'],
  options: [
    option('--minutes <minutes>', 'training time per agent', { read: minutes, default: 2 }),
    option('--seed <seed>', 'seed of the training runs', { read: seed, default: 1 }),
  ],
  run: async (flags: QuickstartFlags) => (await load(() => import('./quickstart.js'))).quickstart(flags),
};
