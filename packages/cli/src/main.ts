/** The way through a command: read the arguments, run, say what went wrong, set the exit code. */
import { COMMANDS } from './commands.js';
import { commandName } from './commandTable.js';
import { reportFailure } from './failure.js';
import { buildProgram, commandIn } from './program.js';

/**
 * Runs `agon` with the arguments after its name. Sets `process.exitCode` and returns when the work is done; never calls
 * `process.exit`, so that sessions and files are closed in peace.
 */
export async function main(args: string[]): Promise<void> {
  const debug = args.includes('--debug') || process.env.AGON_DEBUG === '1';
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return; // a reader that closes the pipe early (`agon envs | head -1`) is no error
    error.path ??= 'the standard output';
    process.exitCode = reportFailure(error, debug);
  });
  process.stderr.on('error', () => undefined); // there is nowhere left to say it
  try {
    const asked = commandIn(args);
    const program = await buildProgram((name) => name === asked);
    const called = program.commands.find((command) => command.name() === asked);
    // `agon config` tells what is wrong with a file of its own.
    if (called && asked !== 'config') {
      const { applyConfigured, configured } = await import('./configuration.js');
      applyConfigured(called, await configured(called.name(), called.options, COMMANDS.map(commandName)));
    }
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = reportFailure(error, debug);
  }
}
