/**
 * Values that options have without being given on the line. A flag counts first, then the environment (AGON_SEED), then the project's file
 * (agon.config.json where agon is called), then the user's file, then the default. Files hold options by command:
 * {"train": {"seed": 7, "set": ["gamma=0.9"]}}. Read for the command that is called alone, and without the packages: help stays quick.
 */
import { type Command, CommanderError, type Option } from 'commander';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { collect } from './flags.js';

/** The project's file, in the folder where `agon` is called. */
export const PROJECT_FILE = 'agon.config.json';

/** The user's file: in XDG_CONFIG_HOME or ~/.config, on Windows in APPDATA. */
export function userFile(env: NodeJS.ProcessEnv = process.env): string {
  const folder = process.platform === 'win32' ? env.APPDATA : env.XDG_CONFIG_HOME;
  return join(folder || join(homedir(), '.config'), 'agon', 'config.json');
}

/** Where a value comes from, the first that has one counts. */
export type Origin = 'environment' | 'project file' | 'user file';

/** A value that an option has. */
export interface Configured {
  option: Option;
  /** As the flag's reader gives it; false where a flag without a value is turned off. */
  value: unknown;
  origin: Origin;
  /** The variable or the file. */
  place: string;
}

/** Variables that mean something else than the option of their name: the folder of datasets, and stack traces. */
const TAKEN = new Set(['AGON_DATA', 'AGON_DEBUG']);

/** "--checkpoint-every" as files name it. */
export const optionName = ({ long }: Option): string => (long ?? '').replace(/^--/, '');

/** The variable that sets an option in all commands that have it; undefined for those that only files set, which are lists. */
export function variableOf(option: Option): string | undefined {
  const name = `AGON_${optionName(option).toUpperCase().replaceAll('-', '_')}`;
  return isList(option) || TAKEN.has(name) ? undefined : name;
}

const isList = ({ variadic, parseArg }: Option): boolean => variadic || (parseArg as unknown) === collect;

/** `AgonError` is loaded where something is wrong, not before. */
async function refusal(text: string): Promise<Error> {
  const { AgonError } = await import('@agon/core');
  return new AgonError('bad-option', text);
}

async function unknown(what: string, name: string, names: readonly string[], path: string): Promise<Error> {
  const { nearest } = await import('@agon/core');
  const near = nearest(name, names);
  const help = near === undefined ? `There are: ${names.join(', ')}.` : `Did you mean "${near}"?`;
  return refusal(`${path}: there is no ${what} "${name}". ${help}`);
}

type Values = Record<string, unknown>;
const isObject = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a file sets of a command; nothing where there is no file. @throws bad-option, naming the file */
async function readValues(
  path: string,
  command: string,
  options: readonly Option[],
  commands: readonly string[],
): Promise<Values> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return {};
    throw error;
  }
  let all: unknown;
  try {
    all = JSON.parse(text);
  } catch (error) {
    throw await refusal(`${path} is no JSON: ${(error as Error).message}.`);
  }
  if (!isObject(all)) throw await refusal(`${path} must hold an object: options by command, such as {"train": {"seed": 7}}.`); // prettier-ignore
  for (const name of Object.keys(all)) {
    if (!commands.includes(name)) throw await unknown('command', name, commands, path);
    if (!isObject(all[name])) throw await refusal(`${path}: "${name}" must be an object of options, such as {"seed": 7}.`); // prettier-ignore
  }
  const values = (all[command] ?? {}) as Values;
  const names = options.map(optionName);
  for (const name of Object.keys(values)) {
    if (!names.includes(name)) throw await unknown(`option of ${command}`, name, names, path);
  }
  return values;
}

/** A value as the flag's reader gives it. @param given what a file or a variable says @param where how an error begins */
async function readValue(option: Option, given: unknown, where: string): Promise<unknown> {
  const wrong = (must: string): Promise<Error> =>
    refusal(`${where} must be ${must}, got ${JSON.stringify(given)}.`);
  if (option.isBoolean()) {
    if (typeof given === 'boolean') return given;
    throw await wrong('true or false');
  }
  const isText = (value: unknown): boolean => ['string', 'number'].includes(typeof value);
  const texts = Array.isArray(given) && isList(option) ? given : [given];
  if (!texts.every(isText)) throw await wrong(isList(option) ? 'a list of texts' : 'a text or a number');
  if (isList(option)) return texts.map(String);
  try {
    const read = option.parseArg as ((text: string, before: unknown) => unknown) | undefined;
    return read ? read(String(given), undefined) : String(given);
  } catch (error) {
    if (error instanceof CommanderError) throw await refusal(`${where} is ${JSON.stringify(given)}. ${error.message}`); // prettier-ignore
    throw error;
  }
}

/** A variable's text for an option without a value: 1 or true, 0 or false. */
const switched = (text: string): unknown => ({ 1: true, true: true, 0: false, false: false })[text] ?? text;

/** Whatever files and the environment set of a command's options. @param commands the names of all @throws bad-option, naming the file or the variable */
export async function configured(
  command: string,
  options: readonly Option[],
  commands: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Configured[]> {
  const user = userFile(env);
  const files = [
    {
      origin: 'project file' as const,
      place: PROJECT_FILE,
      values: await readValues(PROJECT_FILE, command, options, commands),
    },
    { origin: 'user file' as const, place: user, values: await readValues(user, command, options, commands) },
  ];
  const found: Configured[] = [];
  for (const option of options) {
    const all: Configured[] = [];
    const variable = variableOf(option);
    const text = variable === undefined ? undefined : env[variable];
    if (variable !== undefined && text !== undefined && text !== '') {
      const given = option.isBoolean() ? switched(text) : text;
      all.push({
        option,
        value: await readValue(option, given, variable),
        origin: 'environment',
        place: variable,
      });
    }
    const name = optionName(option);
    for (const { origin, place, values } of files) {
      if (!Object.hasOwn(values, name)) continue;
      const value = await readValue(option, values[name], `${place}: ${command}.${name}`);
      all.push({ option, value, origin, place });
    }
    if (all.length > 0) found.push(all[0]);
  }
  return found;
}

/** Gives a command's options the values that files and the environment set; what a line gives stands instead of them, lists too. */
export function applyConfigured(command: Command, all: readonly Configured[]): void {
  for (const { option, value, place } of all) {
    if (value === false) continue;
    const read = option.parseArg as ((text: string, before: unknown) => unknown) | undefined;
    option.default(value, `${String(value)}, by ${place}`);
    command.setOptionValueWithSource(option.attributeName(), value, 'default');
    if (read) option.argParser((text, before: unknown) => read(text, before === value ? undefined : before));
  }
}
