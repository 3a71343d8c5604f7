/** The flags of `agon sample`. */
import { JSON_FLAG } from '../commonFlags.js';
import { option, type CommandTable } from '../commandTable.js';
import { collect, count, seed } from '../flags.js';
import { load } from '../loading.js';
import type { SampleFlags } from './sample.js';

/** Samples of one command. */
const MOST_SAMPLES = 100_000;

export const sampleTable: CommandTable = {
  description: 'Let a trained model write: text after a prompt, drawn by its chances or the likeliest.',
  examples: [
    'sample --model runs/NAME --prompt "ROMEO:"',
    'sample --model runs/NAME --prompt "To be" --set temperature=0.7 --set topK=20 --count 3',
    'sample --model runs/NAME --set beams=8 --set tokens=60',
    'sample --model runs/NAME --settings',
  ],
  options: [
    option('--model <model>', 'what was trained on data, runs/NAME, runs/NAME@STEP or zoo/NAME'),
    option('--prompt <text>', 'what each text begins with (default: a new line)'),
    option('--count <n>', 'samples', { read: count(MOST_SAMPLES), default: 1 }),
    option('--set <key=value>', 'how it writes; may be repeated', { read: collect }),
    option('--settings', 'list what can be set, and stop'),
    option('--seed <seed>', 'seed of everything random', { read: seed, default: 1 }),
    option(
      '--out <file>',
      'write the samples to a file, or with a slash at its end to a folder: a file each',
    ),
    option(...JSON_FLAG),
  ],
  run: async (flags: SampleFlags) => (await load(() => import('./sample.js'))).sample(flags),
};
