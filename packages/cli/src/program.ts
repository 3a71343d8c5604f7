/** The command line: the list of commands, and whole those that are asked for. */
import { Command } from 'commander';
import { COMMANDS } from './commands.js';
import { commandName, fillCommand, withExamples } from './commandTable.js';
import { version } from './version.js';

/** The command that a line is about, "help train" too; undefined where it names none. */
export function commandIn(args: readonly string[]): string | undefined {
  const [first, second] = args.filter((word) => !word.startsWith('-'));
  return first === 'help' ? second : first;
}

/**
 * The command line as commander knows it. `parseAsync` runs the command; usage errors throw a CommanderError.
 * @param isWhole which commands will be asked for; of the others it knows what the list of commands shows
 */
export async function buildProgram(isWhole: (name: string) => boolean): Promise<Command> {
  const usages = new Map(COMMANDS.map((each) => [commandName(each), each.usage]));
  const program = new Command('agon');
  program
    .description(
      withExamples(
        'Games and reinforcement learning: train agents, compare them, watch them and play against them.',
        [
          'train dqn --env minatar-breakout --minutes 2',
          'tournament --env tic_tac_toe --agents random scripted mcts:visits=100',
          'view',
        ],
      ),
    )
    .version(version(), '-V, --version', 'print the version')
    .option('--debug', 'show stack traces (or AGON_DEBUG=1)')
    .option('--no-color', 'no colours (or NO_COLOR=1)')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show the help of a command')
    .configureOutput({ outputError: (text, write) => write(oneLine(text)) })
    .exitOverride()
    .hook('preAction', () => {
      if (program.opts<{ color: boolean }>().color) return;
      process.env.NO_COLOR = '1';
      delete process.env.FORCE_COLOR;
    });
  program.configureHelp({ subcommandTerm: (command) => usages.get(command.name()) ?? command.name() });
  for (const each of COMMANDS) {
    const name = commandName(each);
    const command = program.command(name).summary(each.summary);
    if (isWhole(name)) fillCommand(command, await each.table());
  }
  program.addHelpText('after', '\nExit codes: 0 fine, 1 failed, 2 wrong usage, 130 interrupted.');
  return program;
}

/** Commander's errors as one line: `agon: unknown option '--step' (did you mean --steps?)`. */
function oneLine(text: string): string {
  const line = text
    .trim()
    .replace(/^error: /, '')
    .replaceAll(/\s*\n\s*/g, ' ')
    .replace('(Did you mean', '(did you mean');
  return `agon: ${line}${line.endsWith('?)') ? '' : ' (--help shows how)'}\n`;
}
