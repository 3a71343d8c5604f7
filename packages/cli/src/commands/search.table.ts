/** The flags of `agon search`. */
import { argument, type CommandTable } from '../commandTable.js';
import { load } from '../loading.js';
import type { TrainFlags } from './train.js';
import { trainTable } from './train.table.js';

/** What `agon train` has for games of others, which no search reads. */
const OTHERS = ['--sgf'];

export const searchTable: CommandTable = {
  description:
    'Search for the network that an algorithm learns best with, and write everything to runs/NAME: the trials (trials.jsonl) and the weights of the best network. A network is written as its blocks, and used by its text: --set network=blocks:layers=…. Methods (--set method=): asha, evolution, random. --steps counts the updates of all trials together.',
  examples: [
    'search classifier --data fashion-mnist --steps 20k',
    'search classifier --data mnist --steps 20k --set method=evolution --set budget=300',
    'search classifier --data mnist --steps 9k --set "space=conv3x8|conv5x8/max|none/dense32|dense64"',
    'search dqn --env minatar-breakout --steps 500k --set budget=50000',
    'search classifier --settings',
    'search classifier --resume NAME',
  ],
  arguments: [
    argument(
      '<algorithm>',
      'whose networks: classifier, or a learner of single-player environments such as dqn',
    ),
  ],
  options: trainTable.options.filter(({ long }) => !OTHERS.includes(long ?? '')),
  run: async (algorithm: string, flags: TrainFlags) =>
    (await load(() => import('./search.js'))).search(algorithm, flags),
};
