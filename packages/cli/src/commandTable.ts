/** A command of `agon` as a table: what stands in its help, its flags, and what it runs. */
import { Argument, Command, Option } from 'commander';

/** One command. Its module is loaded by `run`, so that `--help` is quick. */
export interface CommandTable {
  /** What `agon NAME --help` begins with; the summary as a sentence where there is no more to say. */
  readonly description?: string;
  /** Command lines without `agon`. */
  readonly examples?: readonly string[];
  readonly arguments?: readonly Argument[];
  readonly options: readonly Option[];
  /** Is given the arguments in their order, then the flags. */
  run(...given: never[]): Promise<void>;
}

/** A command as the list of all shows it. */
export interface ListedCommand {
  /** Its name, and what it takes. */
  readonly usage: string;
  readonly summary: string;
  table(): Promise<CommandTable>;
}

/** The name in "train [options] <algorithm>". */
export const commandName = ({ usage }: Pick<ListedCommand, 'usage'>): string => usage.split(' ', 1)[0];

/** What more there is to say of a flag. */
interface FlagExtras {
  /** Reads the flag's text; `before`: what the same flag gave earlier in the line. */
  read?(text: string, before: never): unknown;
  default?: unknown;
  choices?: readonly string[];
}

/** "--steps <n>", and what it means. */
export function option(flags: string, description: string, extras: FlagExtras = {}): Option {
  const made = new Option(flags, description);
  if (extras.read) made.argParser(extras.read as (text: string, before: unknown) => unknown);
  if (extras.default !== undefined) made.default(extras.default);
  if (extras.choices) made.choices(extras.choices);
  return made;
}

/** The same of a flag that must be given. */
export const required = (flags: string, description: string, extras?: FlagExtras): Option =>
  option(flags, description, extras).makeOptionMandatory();

/** "<env>", "[what...]". @param known words that it can be, which help and completion tell; the command says what is wrong with others */
export function argument(name: string, description: string, known?: readonly string[]): Argument {
  const made = new Argument(name, description);
  if (known) made.argChoices = [...known];
  return made;
}

/** A description with its examples below. */
export const withExamples = (text: string, examples: readonly string[]): string =>
  `${text}\n\nExamples:\n${examples.map((example) => `  agon ${example}`).join('\n')}`;

/** Gives a command that has its name and summary all else. */
export function fillCommand(
  command: Command,
  { description, examples, arguments: given = [], options, run }: CommandTable,
): void {
  const summary = command.summary();
  const text = description ?? `${summary[0].toUpperCase()}${summary.slice(1)}.`;
  command
    .description(examples ? withExamples(text, examples) : text)
    .action(run as (...all: unknown[]) => Promise<void>);
  for (const each of given) command.addArgument(each);
  // Options of its own: what files and the environment set changes their defaults, and the table stays as it is.
  for (const each of options) command.addOption(Object.assign(new Option(each.flags), each));
}
