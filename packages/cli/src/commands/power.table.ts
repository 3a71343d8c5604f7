/** The flags of `agon power`. */
import { JSON_FLAG, MOST_ELO } from '../commonFlags.js';
import { option, required, type CommandTable } from '../commandTable.js';
import { number } from '../flags.js';
import { load } from '../loading.js';
import type { PowerFlags } from './power.js';

export const powerTable: CommandTable = {
  description: 'Print how many game pairs a match needs, and how long a sequential test takes.',
  examples: ['power --elo 30', 'power --elo 5 --draws 0.6 --sprt elo0=0,elo1=5'],
  options: [
    required('--elo <elo>', 'the difference in Elo to detect', { read: number(MOST_ELO) }),
    option('--confidence <share>', 'confidence level of the test, two-sided', {
      read: number(1),
      default: 0.95,
    }),
    option('--power <share>', 'probability of finding a difference that is real', {
      read: number(1),
      default: 0.8,
    }),
    option('--draws <share>', 'share of draws between equal players', { read: number(1), default: 0 }),
    option('--sprt <bounds>', 'also forecast a sequential test: elo0=0,elo1=10'),
    option(...JSON_FLAG),
  ],
  run: async (flags: PowerFlags) => (await load(() => import('./power.js'))).power(flags),
};
