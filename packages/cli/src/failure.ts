/** Errors become one line for people and an exit code: 1 failed, 2 wrong usage, 130 interrupted. */
import type { AgonError } from '@agon/core';
import { isSystemError, systemErrorAdvice, systemErrorText } from '@agon/core/systemErrors';
import { CommanderError } from 'commander';
import { say } from './output.js';
import { paint } from './paint.js';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
const EXIT_INTERRUPTED = 130;

/** Known by its name, so that `agon --help` need not load the packages. */
const isAgonError = (error: unknown): error is AgonError =>
  error instanceof Error && error.name === 'AgonError';

/** Says what went wrong; a stack trace only with `debug`. Returns the exit code. */
export function reportFailure(error: unknown, debug: boolean): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0; // help and version were printed
    return EXIT_USAGE; // commander has said what is wrong
  }
  const known = isAgonError(error);
  const message = messageOf(error);
  if (known && error.code === 'interrupted') {
    say(message);
    return EXIT_INTERRUPTED;
  }
  say(`${paint('red', 'agon:')} ${message}`);
  if (debug && error instanceof Error) say(withCauses(error));
  else if (!known && !isSystemError(error))
    say('This is a fault of agon. Run the command again with --debug for the details.');
  return known && error.isUsage ? EXIT_USAGE : EXIT_FAILED;
}

function messageOf(error: unknown): string {
  if (!isSystemError(error)) return error instanceof Error ? error.message : String(error);
  const advice = systemErrorAdvice(error);
  return `${systemErrorText(error)}.${advice === undefined ? '' : ` ${advice}.`}`;
}

/** The stack of an error and of what caused it. */
function withCauses(error: Error): string {
  const stack = error.stack ?? String(error);
  return error.cause instanceof Error ? `${stack}\ncaused by ${withCauses(error.cause)}` : stack;
}
