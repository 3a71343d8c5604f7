/** A conversation with one engine: numbered commands, deadlines, and a reason where it ends. */
import gtp, { type GtpResponse } from '@sabaki/gtp';
import { AgonError, type ErrorCode } from '@agon/core';
import { ChildProgram } from './childProgram.node.js';
import type { EngineCommand } from './engineCommand.js';
import { quote, ResponseReader } from './responseReader.js';
import { Transcript } from './transcript.node.js';

/** What an engine answered. */
export interface Answer {
  /** True for "=", false for "?". */
  ok: boolean;
  text: string;
}

interface Pending {
  id: number;
  /** The command as written. */
  line: string;
  resolve(answer: Answer): void;
  reject(error: AgonError): void;
  timer: NodeJS.Timeout;
}

/** One command at a time; after the first fault the engine is ended and every command fails with that fault. */
export class Connection {
  private readonly command: EngineCommand;
  private readonly program: ChildProgram;
  private readonly reader = new ResponseReader();
  private readonly transcript: Transcript;
  private pending: Pending | undefined;
  private fault: AgonError | undefined;
  private nextId = 1;

  constructor(command: EngineCommand) {
    this.command = command;
    this.transcript = new Transcript(command.program, command.transcript);
    this.program = new ChildProgram(command);
    this.program.onOutput = (text) => this.hear(text);
    void this.program.ended.then(({ how, isMissing, lastWords }) => {
      if (isMissing) return this.fail(how, 'not-found');
      const during = this.pending ? ` while it was asked ${quote(this.pending.line)}` : '';
      this.fail(`${how}${during}${lastWords && `; its last words: ${lastWords}`}`);
    });
  }

  /** Whether the engine can still be asked. */
  get isUsable(): boolean {
    return this.fault === undefined;
  }

  /**
   * Sends a command and waits for its answer.
   * @throws engine-protocol where the engine ends, breaks the protocol or does not answer in time; not-found where there is no
   *   such program; interrupted
   */
  ask(name: string, ...args: string[]): Promise<Answer> {
    if (this.fault) return Promise.reject(this.fault);
    const id = this.nextId++;
    const line = gtp.Command.toString({ id, name, args });
    return new Promise((resolve, reject) => {
      const { timeoutMs } = this.command;
      const late = (): void => {
        const greeting = this.reader.greeting.slice(-3).join(' / ');
        const wrote = id === 1 && greeting ? `; it wrote ${quote(greeting)}` : '';
        this.fail(
          `gave no answer to ${quote(line)} within ${timeoutMs / 1000} s${wrote} (gtp:timeout=SECONDS gives it more)`,
        );
      };
      this.pending = { id, line, resolve, reject, timer: setTimeout(late, timeoutMs) };
      this.transcript.note('>', line);
      this.program.write(`${line}\n`);
    });
  }

  /** As `ask`, for commands that an engine may not refuse. Returns the text. @throws as `ask`; engine-protocol where it refuses */
  async need(name: string, ...args: string[]): Promise<string> {
    const { ok, text } = await this.ask(name, ...args);
    if (ok) return text;
    throw this.error(`refused ${quote([name, ...args].join(' '))}: ${quote(text || '(no reason)')}`);
  }

  /** Gives up the command under way, which throws interrupted, and the engine with it. */
  interrupt(): void {
    this.fail('was stopped', 'interrupted');
  }

  /** Says quit and ends the engine, by force where it does not leave. Resolves when it is gone. */
  async close(): Promise<void> {
    if (this.fault) return this.program.kill();
    this.program.write('quit\n');
    this.fault = this.error('was closed');
    this.transcript.note('>', 'quit');
    await this.program.stop();
  }

  /** A fault in words, with the last of the conversation as details. */
  error(what: string, code: ErrorCode = 'engine-protocol'): AgonError {
    return new AgonError(code, `the engine "${this.command.text}" ${what}.`, {
      details: { transcript: this.transcript.last() },
    });
  }

  private hear(text: string): void {
    if (this.fault) return;
    let responses: GtpResponse[];
    try {
      responses = this.reader.feed(text);
    } catch (error) {
      this.fail((error as AgonError).message);
      return;
    }
    if (this.pending && this.reader.greeting.includes(this.pending.line)) {
      return this.fail(`only repeats what it is told (${quote(this.pending.line)}); it does not speak GTP`);
    }
    for (const response of responses) this.take(response);
  }

  private take(response: GtpResponse): void {
    const text = gtp.Response.toString(response);
    this.transcript.note('<', text);
    if (!this.pending) return this.fail(`answered ${quote(text)} to no question`);
    const { id, line, timer, resolve } = this.pending;
    if (response.id !== id)
      return this.fail(`answered ${quote(text)} to ${quote(line)}: the number is wrong`);
    clearTimeout(timer);
    this.pending = undefined;
    resolve({ ok: !response.error, text: response.content });
  }

  private fail(what: string, code?: ErrorCode): void {
    if (this.fault) return;
    this.transcript.note('!', what);
    this.fault = this.error(what, code);
    if (this.pending) {
      clearTimeout(this.pending.timer);
      this.pending.reject(this.fault);
      this.pending = undefined;
    }
    void this.program.kill();
  }
}
