/** The flags of `agon analyze`. */
import { AGENT_HELP, ENV_FLAG, JSON_FLAG } from '../commonFlags.js';
import { option, required, type CommandTable } from '../commandTable.js';
import { seed } from '../flags.js';
import { load } from '../loading.js';
import type { AnalyzeFlags } from './analyze.js';

export const analyzeTable: CommandTable = {
  description:
    "Print an agent's analysis of a position: its move, values, visits and priors, for the player to move.",
  examples: [
    'analyze --env tic_tac_toe --agent mcts:visits=200 --moves 4,0',
    'analyze --env connect_four --agent solver --moves 44444433',
  ],
  options: [
    required(...ENV_FLAG),
    required('--agent <agent>', AGENT_HELP),
    option('--moves <moves>', "the moves played so far, in the game's text, separated by commas or spaces"),
    option('--seed <seed>', 'seed of the agent', { read: seed, default: 0 }),
    option(...JSON_FLAG),
  ],
  run: async (flags: AnalyzeFlags) => (await load(() => import('./analyze.js'))).analyze(flags),
};
