/** The flags of `agon eval`. */
import { AGENT_HELP, ENV_FLAG, JSON_FLAG, MOST_EPISODES, MOST_THREADS } from '../commonFlags.js';
import { option, required, type CommandTable } from '../commandTable.js';
import { count, natural, seed } from '../flags.js';
import { load } from '../loading.js';
import type { EvalFlags } from './eval.js';

export const evalTable: CommandTable = {
  name: 'eval',
  summary: 'measure an agent: mean return with a confidence interval',
  description: 'Play seeded episodes and print mean, interquartile mean and a 95 % interval of the mean.',
  examples: [
    'eval --env minatar-breakout --agent runs/NAME --episodes 100',
    'eval --env tic_tac_toe --agent mcts:visits=100 --opponent solver --json',
  ],
  options: [
    required(...ENV_FLAG),
    required('--agent <agent>', AGENT_HELP),
    option('--opponent <agent>', 'board games: who plays the other side', { default: 'random' }),
    option('--episodes <n>', 'number of episodes or games', { read: count(MOST_EPISODES), default: 20 }),
    option('--seed <seed>', 'seed of the episodes', { read: seed, default: 0 }),
    option('--workers <n>', 'worker threads that play episodes side by side', {
      read: natural(MOST_THREADS),
      default: 0,
    }),
    option(...JSON_FLAG),
  ],
  run: async (flags: EvalFlags) => (await load(() => import('./eval.js'))).evaluateAgent(flags),
};
