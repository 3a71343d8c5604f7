/** The flags of `agon train`. */
import type { Command } from 'commander';
import { DEVICE_FLAG, ENV_FLAG, MOST_STEPS, MOST_THREADS } from '../commonFlags.js';
import { argument, option, type CommandTable } from '../commandTable.js';
import { collect, count, minutes, natural, seed } from '../flags.js';
import { load } from '../loading.js';
import type { TrainFlags } from './train.js';

/** What files and the environment may say of a resumed run: the rest stands in its configuration. */
const OF_THE_SITTING = ['device', 'json', 'jsonl'];

/** The flags without what files and the environment say of the run itself. */
const resumeFlags = (flags: TrainFlags, command: Command): TrainFlags =>
  Object.fromEntries(
    Object.entries(flags).filter(
      ([key]) => OF_THE_SITTING.includes(key) || command.getOptionValueSource(key) === 'cli',
    ),
  );

export const trainTable: CommandTable = {
  description:
    'Train an agent, or a network on data, and write everything to runs/NAME. Ctrl-C saves the state, and --resume continues from it. A new run needs --env (or --data, for what learns from data) and an end: --steps, --minutes or both. Algorithms that learn from game files find the environment there; alphago ends after its stages, word2vec after its epochs.',
  examples: [
    'train dqn --env minatar-breakout --steps 500k',
    'train alphazero --env tic_tac_toe --minutes 2 --set visits=50',
    'train alphago --sgf data/katago-9x9',
    'train classifier --data mnist --steps 3000 --set network=lenet',
    'train language-model --text book.txt --minutes 10 --set network=transformer',
    'train dqn --settings',
    'train dqn --env minatar-breakout --steps 500k --resume NAME',
  ],
  arguments: [
    argument(
      '<algorithm>',
      'a2c, agent57, alphago, alphazero, c51, classifier, double-dqn, dqn, drqn, dueling-dqn, forecaster, imitation, iqn, language-model, move-model, n-step-dqn, noisy-dqn, ppo, ppo-selfplay, pqn, prioritised-dqn, qr-dqn, r2d2, rainbow, reinforce, seq2seq, text-classifier or word2vec',
    ),
  ],
  options: [
    option(...ENV_FLAG),
    option('--steps <n>', 'stop after this many steps, counted from the start of the run', {
      read: count(MOST_STEPS),
    }),
    option('--minutes <minutes>', 'stop after this many minutes, counted from now', { read: minutes }),
    option('--seed <seed>', 'seed of everything random (default: 1)', { read: seed }),
    option(
      '--workers <n>',
      'worker threads; 0: everything in one thread (default: 0; for alphazero one less than there are cores)',
      { read: natural(MOST_THREADS) },
    ),
    option(
      '--preset <name>',
      'a named set of settings; --settings lists them (default: the one named after the environment, such as go, or with its size, such as go5, if there is one; none: no preset)',
    ),
    option('--set <key=value>', 'a setting of the algorithm; may be repeated', { read: collect }),
    option('--data <data>', 'what to learn from: a dataset (`agon data`), or a file or folder of games'),
    option(
      '--text <file>',
      'a text of yours to learn from: a file, or a folder of .txt files (same as --data text:FILE)',
    ),
    option(
      '--sgf <path>',
      'games to learn from: a file or folder of .sgf and .sgf.gz (same as --set sgf=PATH)',
    ),
    option('--run <name>', 'name of the run (default: algorithm, environment and seed)'),
    option('--resume <name>', 'resume a run: its name, or "latest"'),
    option(
      '--checkpoint-every <steps>',
      'steps between checkpoints (default: depends on the length of the run)',
      {
        read: count(MOST_STEPS),
      },
    ),
    option(...DEVICE_FLAG),
    option('--settings', 'list the settings and presets of the algorithm, and stop'),
    option('--dry-run', 'print the resolved configuration, and stop'),
    option('--json', 'print one JSON document at the end (or of --settings, --dry-run)'),
    option('--jsonl', 'print events as JSON lines'),
  ],
  run: async (algorithm: string, flags: TrainFlags, command: Command) => {
    const { train } = await load(() => import('./train.js'));
    await train(algorithm, flags.resume === undefined ? flags : resumeFlags(flags, command));
  },
};
