/** The flags of `agon perft`. */
import { ENV_FLAG, JSON_FLAG, MOST_PLIES } from '../commonFlags.js';
import { option, required, type CommandTable } from '../commandTable.js';
import { natural } from '../flags.js';
import { load } from '../loading.js';
import type { PerftFlags } from './perft.js';

export const perftTable: CommandTable = {
  description: 'Count the legal move sequences of a given length, as published tables do.',
  examples: ['perft --env tic_tac_toe --depth 9'],
  options: [
    required(...ENV_FLAG),
    required('--depth <n>', 'length in moves', { read: natural(MOST_PLIES) }),
    option('--moves <moves>', 'count from the position after these moves'),
    option(...JSON_FLAG),
  ],
  run: async (flags: PerftFlags) => (await load(() => import('./perft.js'))).perft(flags),
};
