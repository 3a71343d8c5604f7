/** The flags of `agon quickstart`. */
import { option, type CommandTable } from '../commandTable.js';
import { minutes, seed } from '../flags.js';
import { load } from '../loading.js';
import type { QuickstartFlags } from './quickstart.js';

export const quickstartTable: CommandTable = {
  name: 'quickstart',
  summary: 'train two small agents, compare them, show how to go on',
  description:
    'Train DQN on MinAtar Breakout and AlphaZero on tic-tac-toe, compare each with the untrained one, a random and a scripted player.',
  examples: ['quickstart', 'quickstart --minutes 0.5'],
  options: [
    option('--minutes <minutes>', 'training time of each agent', { read: minutes, default: 2 }),
    option('--seed <seed>', 'seed of the training runs', { read: seed, default: 1 }),
  ],
  run: async (flags: QuickstartFlags) => (await load(() => import('./quickstart.js'))).quickstart(flags),
};
