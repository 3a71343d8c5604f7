/** What stands behind `gtp:`: the command line of an engine, with our own settings and environment variables before it. */
import { AgonError } from '@agon/core';
import { splitCommandLine } from './commandLine.js';

/** How an engine is started and how long it may think. Plain data. */
export interface EngineCommand {
  /** As the user wrote it; names the engine in messages. */
  text: string;
  program: string;
  args: string[];
  /** Environment variables beside our own. */
  env: Record<string, string>;
  /** Milliseconds for each command, thinking included. */
  timeoutMs: number;
  /** Seconds for each move, which the engine is told; absent: its own settings hold. */
  secondsPerMove?: number;
  /** File to which everything said and heard is added. */
  transcript?: string;
}

const DEFAULT_TIMEOUT_SECONDS = 60;
const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s;
/** En dash, em dash, minus sign: what word processors make of "--". */
const TYPOGRAPHIC_DASH = /^[\u2012-\u2015\u2212]/;

/**
 * Reads "gnugo --mode gtp", "timeout=10 ./engine", "OMP_NUM_THREADS=1 transcript=gtp.log ./engine". Words NAME=value before
 * the program are environment variables, as in a shell, but for `timeout` (seconds for each command), `seconds` (time for each
 * move, told to the engine) and `transcript` (a file).
 * @throws bad-spec where there is no program, a setting is wrong, or an argument begins with a dash that no program knows
 */
export function parseEngineCommand(text: string): EngineCommand {
  const words = splitCommandLine(text);
  const command: EngineCommand = {
    text: text.trim(),
    program: '',
    args: [],
    env: {},
    timeoutMs: 1000 * DEFAULT_TIMEOUT_SECONDS,
  };
  let assignment: RegExpExecArray | null;
  while (words.length && (assignment = ASSIGNMENT.exec(words[0]))) {
    words.shift();
    const [, key, value] = assignment;
    if (key === 'timeout') command.timeoutMs = 1000 * parseSeconds('timeout', value);
    else if (key === 'seconds') command.secondsPerMove = parseSeconds('seconds', value);
    else if (key === 'transcript') command.transcript = value;
    else command.env[key] = value;
  }
  const [program, ...args] = words;
  if (!program) {
    throw new AgonError(
      'bad-spec',
      `"gtp:${text}" names no program; write the engine's command line after the colon, such as "gtp:gnugo --mode gtp --chinese-rules".`,
    );
  }
  const dashed = args.find((arg) => TYPOGRAPHIC_DASH.test(arg));
  if (dashed !== undefined) {
    throw new AgonError(
      'bad-spec',
      `"gtp:${text}": the argument "${dashed}" begins with a typographic dash, which no program knows; write it with "-" or "--".`,
    );
  }
  return { ...command, program, args };
}

function parseSeconds(key: string, text: string): number {
  const seconds = Number(text);
  // Timers count milliseconds in 31 bits.
  if (text.trim() !== '' && seconds > 0 && seconds <= 2_000_000) return seconds;
  throw new AgonError(
    'bad-spec',
    `${key}=${text}: the time for each ${key === 'timeout' ? 'command' : 'move'} must be a number of seconds above 0 and up to 2,000,000.`,
  );
}
