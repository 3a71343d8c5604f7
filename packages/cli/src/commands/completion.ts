/** `agon completion`: scripts for shells, and the words that they ask for. */
import { AgonError, nearest } from '@agon/core';
import type { Argument, Option } from 'commander';
import { resolve } from 'node:path';
import { commandName, type CommandTable, type ListedCommand } from '../commandTable.js';
import { print } from '../output.js';
import { knownValues } from './completionValues.js';

/** Whoever types "agon" asks the same program that printed the script. */
const program = (): string => [process.execPath, resolve(process.argv[1])].map(shellQuoted).join(' ');

const shellQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The scripts by shell; where nothing is known they leave it to the shell, which completes files. */
const SCRIPTS: Readonly<Record<string, () => string>> = {
  bash: () => `_agon() {
  local IFS=$'\\n'
  local current="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=($(compgen -W "$(${program()} completion words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)" -- "$current"))
}
complete -o default -F _agon agon`,
  zsh: () => `#compdef agon
_agon() {
  local -a found
  found=("\${(@f)$(${program()} completion words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "$found" ]]; then compadd -a found; else _files; fi
}
compdef _agon agon`,
  fish: () => `function __agon_words
  set -l typed (commandline -opc)
  ${program()} completion words -- $typed[2..] (commandline -ct) 2>/dev/null
end
complete -c agon -a '(__agon_words)'`,
};

/** Prints a shell's script, or what can stand at the end of a line. @param commands all that there are @throws bad-option for another shell */
export async function completion(
  shell: string,
  line: readonly string[],
  commands: readonly ListedCommand[],
): Promise<void> {
  if (shell === 'words') {
    const typed = line.at(-1) ?? '';
    const words = await candidates(line.slice(0, -1), typed, commands);
    const found = words.filter((word) => word.startsWith(typed));
    if (found.length > 0) print(found.join('\n'));
  } else if (Object.hasOwn(SCRIPTS, shell)) print(SCRIPTS[shell]());
  else {
    const near = nearest(shell, Object.keys(SCRIPTS));
    const help =
      near === undefined ? `There are ${Object.keys(SCRIPTS).join(', ')}.` : `Did you mean ${near}?`;
    throw new AgonError('bad-option', `there is no script for "${shell}". ${help}`);
  }
}

const EVERYWHERE = ['--help', '--debug', '--no-color'];

/** What can follow these words. */
async function candidates(
  [name, ...given]: readonly string[],
  typed: string,
  commands: readonly ListedCommand[],
): Promise<readonly string[]> {
  const names = commands.map(commandName);
  if (name === undefined) return [...names, 'help', ...EVERYWHERE, '--version'];
  if (name === 'help') return names;
  const listed = commands.find((each) => commandName(each) === name);
  if (listed === undefined) return [];
  const table = await listed.table();
  const flags = [...table.options.map(({ long }) => long ?? ''), ...EVERYWHERE];
  if (typed.startsWith('-')) return flags;
  const place = placeAfter(given, table);
  if (place === undefined) return flags;
  return place.argChoices ?? knownValues(place, name, given);
}

/** The option whose value comes next, or the argument; undefined where there is neither. */
function placeAfter(given: readonly string[], table: CommandTable): Option | Argument | undefined {
  const args = table.arguments ?? [];
  let [position, open]: [number, Option | undefined] = [0, undefined];
  for (const word of given) {
    if (word.startsWith('-')) {
      const option = table.options.find(({ long }) => long === word);
      open = option?.isBoolean() ? undefined : option;
    } else if (open === undefined) position++;
    else if (!open.variadic) open = undefined;
  }
  const last = args.at(-1);
  return open ?? args[position] ?? (last?.variadic ? last : undefined);
}
