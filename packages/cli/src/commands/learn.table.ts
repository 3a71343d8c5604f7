/** The flags of `agon learn`. */
import { JSON_FLAG } from '../commonFlags.js';
import { argument, option, type CommandTable } from '../commandTable.js';
import { collect, seed } from '../flags.js';
import { load } from '../loading.js';
import type { LearnFlags } from './learn.js';

export const learnTable: CommandTable = {
  description:
    'List the lessons, or run one: it trains as the page does, and writes its picture (SVG) and its numbers (JSON).',
  examples: [
    'learn',
    'learn approximation',
    'learn approximation --set function=staircase --set hidden=32/32',
  ],
  arguments: [argument('[lesson]', 'its name')],
  options: [
    option('--set <key=value>', 'a setting of the lesson; may be repeated', { read: collect }),
    option('--settings', 'list what can be set, and stop'),
    option('--seed <seed>', 'seed of everything random', { read: seed, default: 1 }),
    option('--out <dir>', 'where picture and numbers are written', { default: 'lessons' }),
    option(...JSON_FLAG),
  ],
  run: async (lesson: string | undefined, flags: LearnFlags) =>
    (await load(() => import('./learn.js'))).learn(lesson, flags),
};
