/** The flags of `agon playthrough`. */
import { argument, option, type CommandTable } from '../commandTable.js';
import { seed } from '../flags.js';
import { load } from '../loading.js';
import type { PlaythroughFlags } from './playthrough.js';

export const playthroughTable: CommandTable = {
  description:
    "Print a game state by state in the form of OpenSpiel's playthroughs: position, player, legal actions, returns. The same seed gives the same text.",
  examples: ['playthrough connect_four --seed 1', 'playthrough go:size=5 --moves "C3 B3 pass" > game.txt'],
  arguments: [argument('<env>', 'environment, such as minatar-breakout or tic_tac_toe (`agon envs`)')],
  options: [
    option('--seed <seed>', 'seed of the environment and of the random actions', { read: seed, default: 1 }),
    option('--moves <moves>', "board games: the first moves, in the game's text"),
  ],
  run: async (env: string, flags: PlaythroughFlags) =>
    (await load(() => import('./playthrough.js'))).playthrough(env, flags),
};
