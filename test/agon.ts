/** Runs the built `agon` as a child process, as a user would, in a folder of its own. */
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll } from 'vitest';

export const ROOT = resolve(import.meta.dirname, '..');
export const BIN = join(ROOT, 'packages', 'cli', 'bin', 'agon.js');

export interface Finished {
  /** Exit code; null where a signal ended it. */
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A running `agon`. */
export interface Running {
  child: ChildProcess;
  finished: Promise<Finished>;
  /** Resolves with all of stdout and stderr once they contain `text`. Rejects where the child ends first. */
  says(text: string | RegExp): Promise<string>;
}

/** A temporary folder that is removed when the tests of the file are over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'agon-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** The environment of the tests without what would colour or steer `agon`. */
function plainEnv(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  // The user's own file of options would steer it too.
  const env: NodeJS.ProcessEnv = { ...process.env, XDG_CONFIG_HOME: join(ROOT, 'nowhere'), ...more };
  for (const name of ['FORCE_COLOR', 'NO_COLOR', 'AGON_DEBUG', 'NODE_OPTIONS', 'NODE_ENV', 'VITEST']) {
    if (!(name in more)) delete env[name];
  }
  return env;
}

/** Starts `agon` with these arguments. */
export function startAgon(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Running {
  return start(process.execPath, [BIN, ...args], cwd, env);
}

function start(program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Running {
  const child = spawn(program, args, { cwd, env: plainEnv(env), stdio: 'pipe' });
  let stdout = '';
  let stderr = '';
  let notice = (): void => undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    notice();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    notice();
  });
  const finished = new Promise<Finished>((done, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => done({ code, signal, stdout, stderr }));
  });
  const says = (text: string | RegExp): Promise<string> =>
    new Promise((done, reject) => {
      notice = () => {
        const all = stdout + stderr;
        if (typeof text === 'string' ? all.includes(text) : text.test(all)) done(all);
      };
      notice();
      void finished.then(() =>
        reject(new Error(`agon ended before it said ${String(text)}:\n${stdout}${stderr}`)),
      );
    });
  return { child, finished, says };
}

/** A word as a shell takes it. */
const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/**
 * Starts `agon` on a terminal of 80 × 24: `script` (the requirement "terminal") makes it. What is written to stdin are keys; all that is
 * shown comes on stdout.
 */
export function startOnTerminal(
  script: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Running {
  const line = `stty cols 80 rows 24; exec ${[process.execPath, BIN, ...args].map(quoted).join(' ')}`;
  const terminal = { TERM: 'xterm', NO_COLOR: '1', SHELL: '/bin/sh', ...env };
  return start(script, ['-qec', line, '/dev/null'], cwd, terminal);
}

/** What a terminal has been told to show, without what moves its cursor and colours it; lines end with a line feed. */
export const visible = (text: string): string =>
  stripVTControlCharacters(text).replaceAll('\r\n', '\n').replaceAll(/^.*\r/gm, '');

/** Runs `agon` to its end; `input` is what a person would type. */
export async function agon(
  args: readonly string[],
  cwd: string,
  { input, env }: { input?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Finished> {
  const { child, finished } = startAgon(args, cwd, env);
  child.stdin?.end(input ?? '');
  return finished;
}

/**
 * Runs commands one after another in one child process, which loads the packages once: for tests of what commands say
 * and of their exit codes. That a command ends by itself, and what it reads, only `agon` shows.
 */
export function agonInOneProcess(
  cwd: string,
): (args: readonly string[], env?: NodeJS.ProcessEnv) => Promise<Finished> {
  let child: ChildProcess;
  beforeAll(() => {
    child = fork(join(import.meta.dirname, 'agonWorker.mjs'), {
      cwd,
      env: plainEnv({}),
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
  });
  afterAll(() => void child.kill());
  return async (args, env = {}) => {
    const answered = new AbortController();
    const { signal } = answered;
    try {
      child.send({ args, env });
      return await Promise.race([
        once(child, 'message', { signal }).then(([finished]) => finished as Finished),
        once(child, 'exit', { signal }).then(() => {
          throw new Error(`the process of all commands ended in: agon ${args.join(' ')}`);
        }),
      ]);
    } finally {
      answered.abort();
    }
  };
}
