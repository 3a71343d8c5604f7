/** The arguments of `agon completion`. */
import { argument, type CommandTable, type ListedCommand } from '../commandTable.js';

/** The shells that complete, and "words", by which their scripts ask. */
const SHELLS = ['bash', 'zsh', 'fish', 'words'];

/** @param commands all that there are */
export const completionTable = (commands: readonly ListedCommand[]): CommandTable => ({
  description:
    'Print a script for a shell; what it completes comes from the commands\' own tables, and environments, networks, datasets, agents and runs from where they are. bash: eval "$(agon completion bash)" in ~/.bashrc; zsh: the same with zsh in ~/.zshrc, after compinit; fish: agon completion fish > ~/.config/fish/completions/agon.fish.',
  examples: ['completion bash', 'completion words -- train --dev'],
  arguments: [
    argument('<shell>', 'which shell; words: print what can stand at the end of a line', SHELLS),
    argument(
      '[line...]',
      'words: after --, the line so far without "agon", its last word as far as it is typed',
    ),
  ],
  options: [],
  run: async (shell: string, line: string[]) =>
    (await import('./completion.js')).completion(shell, line, commands),
});
