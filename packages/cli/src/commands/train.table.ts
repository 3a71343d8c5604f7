/** The flags of `agon train`. */
import { DEVICE_FLAG, ENV_FLAG, MOST_STEPS, MOST_THREADS } from '../commonFlags.js';
import { argument, option, type CommandTable } from '../commandTable.js';
import { collect, count, minutes, natural, seed } from '../flags.js';
import { load } from '../loading.js';
import type { TrainFlags } from './train.js';

export const trainTable: CommandTable = {
  name: 'train',
  summary: 'train an agent',
  description:
    'Train an agent. Writes everything to runs/NAME; Ctrl-C saves a state that --resume goes on from. A new run needs --env and an end: --steps, --minutes or both. What learns from game files has the environment from them, and alphago its end from its stages.',
  examples: [
    'train dqn --env minatar-breakout --steps 500k',
    'train alphazero --env tic_tac_toe --minutes 2 --set visits=50',
    'train alphago --sgf data/katago-9x9',
    'train dqn --settings',
    'train dqn --env minatar-breakout --steps 500k --resume NAME',
  ],
  arguments: [
    argument(
      '<algorithm>',
      'a2c, agent57, alphago, alphazero, c51, double-dqn, dqn, drqn, dueling-dqn, imitation, iqn, n-step-dqn, noisy-dqn, ppo, ppo-selfplay, pqn, prioritised-dqn, qr-dqn, r2d2, rainbow or reinforce',
    ),
  ],
  options: [
    option(...ENV_FLAG),
    option('--steps <n>', 'stop after so many steps, counted from the beginning of the run', {
      read: count(MOST_STEPS),
    }),
    option('--minutes <minutes>', 'stop after so many minutes of this call', { read: minutes }),
    option('--seed <seed>', 'seed of everything random (default: 1)', { read: seed }),
    option(
      '--workers <n>',
      'worker threads; 0: all in one (default: 0; of alphazero one less than there are cores)',
      { read: natural(MOST_THREADS) },
    ),
    option(
      '--preset <name>',
      'named settings; --settings lists them (default: the one named like the environment, as go, or with its size, as go5, if there is one; none: no preset)',
    ),
    option('--set <key=value>', 'a setting of the algorithm; may be given many times', { read: collect }),
    option('--data <path>', 'what to learn from, for algorithms that learn from data'),
    option(
      '--sgf <path>',
      'games to learn from: a file or folder of .sgf and .sgf.gz (the same as --set sgf=PATH)',
    ),
    option('--run <name>', 'name of the run (default: algorithm, environment and seed)'),
    option('--resume <name>', 'go on with a run: its name, or "latest"'),
    option('--checkpoint-every <steps>', 'steps between checkpoints (default: by the length of the run)', {
      read: count(MOST_STEPS),
    }),
    option(...DEVICE_FLAG),
    option('--settings', 'list the settings and presets of the algorithm, and stop'),
    option('--dry-run', 'print the resolved configuration, and stop'),
    option('--json', 'print one JSON document at the end (or of --settings, --dry-run)'),
    option('--jsonl', 'print what happens as lines of JSON'),
  ],
  run: async (algorithm: string, flags: TrainFlags) =>
    (await load(() => import('./train.js'))).train(algorithm, flags),
};
