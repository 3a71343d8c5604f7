/** The flags of `agon sprt`. */
import { JSON_FLAG } from '../commonFlags.js';
import { option, required, type CommandTable } from '../commandTable.js';
import type { SprtFlags } from './sprt.js';

export const sprtTable: CommandTable = {
  description:
    'Print Elo, normalised Elo and the sequential test of a match from its counts, without playing.',
  examples: ['sprt --counts 379,10170,21828,10640,343 --bounds elo0=0,elo1=2'],
  options: [
    required('--counts <counts>', 'pairs with 0, ½, 1, 1½, 2 points, or losses, draws, wins'),
    option('--bounds <bounds>', 'elo0, elo1, alpha, beta, model', { default: 'elo0=0,elo1=10' }),
    option(...JSON_FLAG),
  ],
  run: async (flags: SprtFlags) => (await import('./sprt.js')).sprt(flags),
};
