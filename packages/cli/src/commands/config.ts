/** `agon config`: what files and the environment set, and where it comes from. */
import { AgonError, unknownName } from '@agon/core';
import { Command } from 'commander';
import { existsSync } from 'node:fs';
import { commandName, fillCommand, type ListedCommand } from '../commandTable.js';
import { configured, optionName, PROJECT_FILE, userFile, type Origin } from '../configuration.js';
import { print, printJson, say } from '../output.js';
import { table } from '../tableText.js';

/** The command's flags. */
export interface ConfigFlags {
  explain?: boolean;
  json?: boolean;
}

/** One option with a value. `place`: the flag, the variable or the file that says so. */
interface Explained {
  command: string;
  option: string;
  value: unknown;
  origin: 'flag' | Origin | 'default';
  place: string;
}

/**
 * Prints the values that are set, of all commands, or of one as a line gives it.
 * @param line a command and what is given to it; empty for all commands
 * @param commands all that there are
 * @throws bad-option for a value or a name in a file that is wrong; unknown-command
 */
export async function config(
  [name, ...given]: readonly string[],
  { explain, json }: ConfigFlags,
  commands: readonly ListedCommand[],
): Promise<void> {
  const names = commands.map(commandName);
  const found = commands.filter((each) => name === undefined || commandName(each) === name);
  if (found.length === 0) throw unknownName('unknown-command', 'command', name, names, '`agon --help` lists them.'); // prettier-ignore
  const all: Explained[] = [];
  for (const each of found)
    all.push(...(await explained(each, name === undefined ? undefined : given, names)));
  if (json) return printJson(all);
  const rows = all.map(({ command, option, value, origin, place }) => [
    ...[command, `--${option}`, Array.isArray(value) ? value.join(' ') : String(value)],
    ...(explain ? [origin === 'flag' || origin === 'default' ? origin : `${origin} (${place})`] : []),
  ]);
  const heads = ['command', 'option', 'value', ...(explain ? ['from'] : [])].map((head) => ({ head }));
  if (rows.length > 0) print(table(heads, rows));
  const state = (path: string): string => `${path} (${existsSync(path) ? 'read' : 'not there'})`;
  say(`project file: ${state(PROJECT_FILE)}\nuser file:    ${state(userFile())}`);
}

/** @param given what stands on the line; undefined: only what files and the environment set */
async function explained(
  listed: ListedCommand,
  given: readonly string[] | undefined,
  names: readonly string[],
): Promise<Explained[]> {
  const name = commandName(listed);
  const command = fillCommandOf(name, await listed.table());
  const set = new Map((await configured(name, command.options, names)).map((each) => [each.option, each]));
  const [stranger] = command.parseOptions([...(given ?? [])]).unknown;
  if (stranger !== undefined) throw new AgonError('bad-option', `${name} has no option ${stranger}.`);
  return command.options.flatMap((option): Explained[] => {
    const about = { command: name, option: optionName(option) };
    const value: unknown = command.getOptionValue(option.attributeName());
    if (command.getOptionValueSource(option.attributeName()) === 'cli')
      return [{ ...about, value, origin: 'flag', place: option.long ?? '' }];
    const by = set.get(option);
    if (by) return [{ ...about, value: by.value, origin: by.origin, place: by.place }];
    return given === undefined || value === undefined
      ? []
      : [{ ...about, value, origin: 'default', place: '' }];
  });
}

/** The command by itself; what is wrong with its line is thrown as it is said. */
function fillCommandOf(name: string, whole: Parameters<typeof fillCommand>[1]): Command {
  const command = new Command(name).summary(name);
  fillCommand(command, whole);
  return command.exitOverride((error) => {
    throw new AgonError('bad-option', error.message.replace(/^error: /, ''));
  }).configureOutput({ writeErr: () => undefined }); // prettier-ignore
}
