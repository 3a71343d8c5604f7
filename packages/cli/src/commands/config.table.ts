/** The flags of `agon config`. */
import { JSON_FLAG, type JsonFlag } from '../commonFlags.js';
import { argument, option, type CommandTable, type ListedCommand } from '../commandTable.js';
import type { ConfigFlags } from './config.js';

/** @param commands all that there are */
export const configTable = (commands: readonly ListedCommand[]): CommandTable => ({
  description:
    'Show the options that have a value without being given. A flag counts before the environment (AGON_SEED=7, for every command with --seed), that before agon.config.json in this folder, that before the user\'s file (agon/config.json in XDG_CONFIG_HOME, ~/.config or, on Windows, APPDATA), that before the default. Files hold options by command: {"train": {"seed": 7, "set": ["gamma=0.9"]}}.',
  examples: ['config', 'config --explain', 'config --explain -- train dqn --env cart-pole --seed 3'],
  arguments: [argument('[line...]', 'after --, a command line: what its options will be')],
  options: [option('--explain', 'tell where each value comes from'), option(...JSON_FLAG)],
  run: async (line: string[], flags: ConfigFlags & JsonFlag) =>
    (await import('./config.js')).config(line, flags, commands),
});
