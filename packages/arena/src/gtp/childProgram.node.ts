/** An engine's process: started without a shell, in a process group of its own, and gone when we are. */
import { spawn, type ChildProcess } from 'node:child_process';
import { quote } from './responseReader.js';
import type { EngineCommand } from './engineCommand.js';

/** How much of the error stream is kept, in characters, and how much of it a message shows, in lines. */
const KEPT_ERRORS = 4096;
const SHOWN_ERRORS = 3;
/** Milliseconds between "quit", SIGTERM and SIGKILL. */
const PATIENCE_MS = 1000;
/** Milliseconds after its exit in which a program's last words may still arrive. */
const LAST_WORDS_MS = 200;

const HAS_GROUPS = process.platform !== 'win32';

/**
 * Waits until its input ends, which is when this process is gone in whatever way, then ends the engine's process group. The
 * engine's own command never comes near a shell.
 */
const GUARD = 'while read -r _; do :; done; sleep 1; kill -KILL -- "-$1" 2>/dev/null';

/** How a program ended. */
export interface ProgramEnd {
  /** "exited with code 1", "was ended by SIGSEGV", "was not found: …". */
  how: string;
  /** Whether it could not be started at all. */
  isMissing: boolean;
  /** The last lines of its error stream, in quotes; empty where it wrote none. */
  lastWords: string;
}

/** A running program that reads and writes lines. Ctrl-C at the terminal does not reach it: we decide when it ends. */
export class ChildProgram {
  /** Called with each piece of its output. */
  onOutput: (text: string) => void = () => undefined;
  /** Resolves with how it ended. */
  readonly ended: Promise<ProgramEnd>;
  private readonly child: ChildProcess;
  private readonly guard: ChildProcess | undefined;
  private errors = '';

  constructor({ program, args, env }: EngineCommand) {
    this.child = spawn(program, args, {
      env: { ...process.env, ...env },
      stdio: 'pipe',
      detached: HAS_GROUPS,
      windowsHide: true,
    });
    this.guard = this.child.pid && HAS_GROUPS ? startGuard(this.child.pid) : undefined;
    const { stdin, stdout, stderr } = this.child;
    stdout?.setEncoding('utf8').on('data', (text: string) => this.onOutput(text));
    stderr
      ?.setEncoding('utf8')
      .on('data', (text: string) => (this.errors = (this.errors + text).slice(-KEPT_ERRORS)));
    // A program that has ended cannot be written to; `ended` tells about it.
    for (const stream of [stdin, stdout, stderr]) stream?.on('error', () => undefined);
    this.ended = new Promise((resolve) => {
      this.child.once('error', (error: NodeJS.ErrnoException) => {
        resolve({ how: whyNotStarted(program, error), isMissing: true, lastWords: '' });
      });
      this.child.once('exit', (code, signal) => {
        this.signal('SIGKILL'); // what is left of its group
        const tell = (): void => {
          this.guard?.kill('SIGKILL');
          const how = signal ? `was ended by ${signal}` : `exited with code ${code}`;
          resolve({ how, isMissing: false, lastWords: this.lastWords() });
        };
        const timer = setTimeout(tell, LAST_WORDS_MS);
        this.child.once('close', () => {
          clearTimeout(timer);
          tell();
        });
      });
      // Without its output nothing more can come, whether it runs or not.
      stdout?.once('close', () => {
        const tell = (): void =>
          resolve({ how: 'closed its output', isMissing: false, lastWords: this.lastWords() });
        setTimeout(tell, LAST_WORDS_MS).unref();
      });
    });
  }

  write(text: string): void {
    if (this.child.stdin?.writable) this.child.stdin.write(text);
  }

  /** Closes its input, and ends it by force where that is not enough. Resolves when it is gone. */
  async stop(): Promise<void> {
    const { child } = this;
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.stdin?.end();
    const timers = [
      setTimeout(() => this.signal('SIGTERM'), PATIENCE_MS),
      setTimeout(() => this.signal('SIGKILL'), 2 * PATIENCE_MS),
    ];
    await gone;
    timers.forEach(clearTimeout);
  }

  /** Ends it at once. Resolves when it is gone. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.stop();
  }

  private signal(name: NodeJS.Signals): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    try {
      if (HAS_GROUPS) process.kill(-pid, name);
      else this.child.kill(name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // it is gone already
    }
  }

  private lastWords(): string {
    const lines = this.errors.split('\n').map((line) => line.trim());
    const last = lines.filter(Boolean).slice(-SHOWN_ERRORS).join(' / ');
    return last && quote(last, 300);
  }
}

function startGuard(pid: number): ChildProcess {
  const guard = spawn('/bin/sh', ['-c', GUARD, 'sh', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.on('error', () => undefined); // without a shell there is no guard; nothing else depends on it
  guard.stdin?.on('error', () => undefined);
  guard.unref();
  return guard;
}

function whyNotStarted(program: string, { code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') {
    const where = program.includes('/') ? 'there is no such file' : 'it is not in the folders of PATH';
    return `was not found: ${where}. Give the program's full path, such as /usr/games/gnugo`;
  }
  if (code === 'EACCES') return 'may not be executed: the file is no program, or its permissions forbid it';
  return `could not be started: ${message}`;
}
