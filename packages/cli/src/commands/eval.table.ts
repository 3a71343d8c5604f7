/** The flags of `agon eval`. */
import { AGENT_HELP, ENV_FLAG, JSON_FLAG, MOST_EPISODES, MOST_THREADS } from '../commonFlags.js';
import { option, type CommandTable } from '../commandTable.js';
import { count, natural, seed } from '../flags.js';
import { load } from '../loading.js';
import type { EvalFlags } from './eval.js';

export const evalTable: CommandTable = {
  description:
    'Play seeded episodes and print mean, interquartile mean and a 95 % interval of the mean; or, with --model, measure what was trained on data: loss, accuracy, top 5, perplexity, errors of forecasts.',
  examples: [
    'eval --env minatar-breakout --agent runs/NAME --episodes 100',
    'eval --env tic_tac_toe --agent mcts:visits=100 --opponent solver --json',
    'eval --env pixel-pong --agent zoo/pixel-pong --attack fgsm:epsilon=0.01',
    'eval --model runs/NAME --data mnist:split=test --json',
  ],
  options: [
    option(...ENV_FLAG),
    option('--agent <agent>', AGENT_HELP),
    option(
      '--model <model>',
      'instead of an agent: what was trained on data, runs/NAME, runs/NAME@STEP or zoo/NAME',
    ),
    option(
      '--data <data>',
      'with --model: data and split, such as mnist:split=test (default: the test split of what it was trained on)',
    ),
    option(
      '--text <file>',
      'with --model: a text of yours (same as --data text:FILE); its last tenth is the test',
    ),
    option(
      '--attack <attack>',
      'under attack (`agon attacks` lists them): a model, such as pgd:epsilon=0.3,steps=100,restarts=10; or what an agent sees, such as fgsm:epsilon=0.01, with the score without it beside',
    ),
    option('--opponent <agent>', 'board games: who plays the other side', { default: 'random' }),
    option('--episodes <n>', 'number of episodes or games', { read: count(MOST_EPISODES), default: 20 }),
    option('--seed <seed>', 'seed of the episodes', { read: seed, default: 0 }),
    option('--workers <n>', 'worker threads that play episodes side by side', {
      read: natural(MOST_THREADS),
      default: 0,
    }),
    option(...JSON_FLAG),
  ],
  run: async (flags: EvalFlags) => (await load(() => import('./eval.js'))).evaluate(flags),
};
