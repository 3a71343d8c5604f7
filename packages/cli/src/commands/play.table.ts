/** The flags of `agon play`. */
import { AGENT_HELP, ENV_FLAG } from '../commonFlags.js';
import { option, required, type CommandTable } from '../commandTable.js';
import { seed } from '../flags.js';
import { load } from '../loading.js';
import type { PlayFlags } from './play.js';

export const playTable: CommandTable = {
  description:
    'Play against an agent, or play a single-player environment with the keys of the page: arrows, F to fire (digits for what has no name there), Space to begin or pause, - and + for the speed, N for a new game, Q to quit.',
  examples: [
    'play --env tic_tac_toe --agent mcts:visits=100',
    'play --env minatar-breakout',
    'play --env pixel-invaders',
  ],
  options: [
    required(...ENV_FLAG),
    option('--agent <agent>', `board games: the opponent: ${AGENT_HELP}`),
    option('--seat <player>', 'board games: which player you are, by number or name (default: the first)'),
    option('--seed <seed>', 'seed of the game (default: a new one each time)', { read: seed }),
  ],
  run: async (flags: PlayFlags) => (await load(() => import('./play.js'))).play(flags),
};
