/** The flags of `agon look`. */
import type { Saliency } from '@agon/models';
import { JSON_FLAG, MOST_ROWS, MOST_STEPS } from '../commonFlags.js';
import { argument, option, type CommandTable } from '../commandTable.js';
import { natural, seed } from '../flags.js';
import { load } from '../loading.js';
import type { LookFlags } from './look.js';

/** The modules that know them are loaded later. */
const SALIENCIES = ['gradient', 'gradient-times-input', 'smooth'] as const satisfies readonly Saliency[];

export const lookTable: CommandTable = {
  description:
    'Look into a trained network with one input: the maps of every layer as pictures (PNG), and of one unit its sum, its filter and what of the input moves it (JSON).',
  examples: [
    'look zoo/emoji --index 3',
    'look runs/digits --data mnist:split=test --index 7 --layer conv1 --unit 5,6,2',
    'look zoo/minatar-breakout --steps 40 --layer conv --unit 3,4,0 --saliency smooth',
    'look zoo/connect-four --moves 4435',
    'look runs/words --words king,parrot',
    'look runs/words --analogy man,king,woman',
    'look runs/words --words king,parrot --map',
    'look runs/scan --prompt "jump around left twice"',
  ],
  arguments: [argument('<model>', 'runs/NAME, runs/NAME@STEP or zoo/NAME')],
  options: [
    option(
      '--data <data>',
      'classifiers: data and split (default: the test split of what it was trained on)',
    ),
    option('--index <n>', 'classifiers: number of the picture', { read: natural(MOST_ROWS), default: 0 }),
    option('--steps <n>', 'agents: after so many actions of its own', {
      read: natural(MOST_STEPS),
      default: 0,
    }),
    option('--moves <moves>', 'board games: after these moves instead'),
    option('--words <words>', 'embeddings: the words nearest to each of these'),
    option('--analogy <words>', 'embeddings: a,b,c: what is to c as b is to a'),
    option('--map', 'embeddings: draws these words and their neighbours on a plane (SVG)'),
    option('--prompt <text>', 'seq2seq: where it looks while it answers this (a table, and SVG)'),
    option('--layer <name>', 'the layer whose unit is told of (default: the last one)'),
    option(
      '--unit <place>',
      'the unit: row,column,map, or its number (default: the one with the largest value)',
    ),
    option('--saliency <way>', 'what of the input moves the unit', {
      choices: SALIENCIES,
      default: SALIENCIES[0],
    }),
    option('--seed <seed>', 'seed of the episode, and of noise', { read: seed, default: 0 }),
    option('--out <dir>', 'where pictures and numbers are written', { default: 'look' }),
    option(...JSON_FLAG),
  ],
  run: async (model: string, flags: LookFlags) => (await load(() => import('./look.js'))).look(model, flags),
};
