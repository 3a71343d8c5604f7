/** The flags of `agon nets`. */
import { JSON_FLAG, MOST_ROWS } from '../commonFlags.js';
import { argument, option, type CommandTable } from '../commandTable.js';
import { count } from '../flags.js';
import { load } from '../loading.js';
import type { NetsShowFlags } from './netsShow.js';

export const netsTable: CommandTable = {
  description:
    'List the networks; `show` prints the layers of one, with shapes, parameters, operations and memory.',
  examples: [
    'nets',
    'nets show minatar-cnn:filters=32 --batch 32',
    'nets show residual-tower --env go19',
    'nets show alexnet --input 3x224x224 --classes 1000 --json',
  ],
  arguments: [
    argument('[show]', 'tell of one; without it, list all', ['show']),
    argument('[network]', 'its name with options, such as mlp:hidden=64/64'),
  ],
  options: [
    option('--kind <kind>', 'where it can be had in several: classifier, q, actor-critic, policy-value'),
    option(
      '--env <env>',
      'the environment that it is for (default: its paper’s sizes; those of MinAtar Breakout, or of Go on 9×9)',
    ),
    option(
      '--input <shape>',
      'instead of an environment: what it reads, such as 84,84,4 or, channels first, 3x224x224',
    ),
    option('--actions <n>', 'number of actions', { read: count(MOST_ROWS) }),
    option('--classes <n>', 'number of classes', { read: count(MOST_ROWS) }),
    option('--batch <n>', 'observations at once (default: 1)', { read: count(MOST_ROWS) }),
    option(...JSON_FLAG),
  ],
  run: async (action: string | undefined, network: string | undefined, flags: NetsShowFlags) =>
    (await load(() => import('./nets.js'))).nets(action, network, flags),
};
