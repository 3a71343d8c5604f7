/** Agon as a GTP engine: lines in, responses out. Knows no streams and no files. */
import { AgonError } from '@agon/core';
import { runCommand } from './commands.js';
import { formatResponse, readCommand, Refusal, syntaxError } from './protocol.js';
import { Session, type SessionOptions } from './session.js';

/** What is written for one command. */
export interface Reply {
  /** A whole response with the empty line that ends it; without the end where `stream` follows. */
  text: string;
  /** Lines that follow, until the next input comes; empty ones are left out. Then the response is ended by an empty line. */
  stream?: AsyncIterable<string>;
  quit?: boolean;
}

/**
 * Answers commands one after the other: await each reply before the next line.
 * @example
 * const engine = await GtpEngine.open({ agent: 'random', game, seed: '1', makeAgent, version: '1.0' });
 * (await engine.handle('1 boardsize 9'))?.text; // "=1\n\n"
 */
export class GtpEngine {
  private readonly session: Session;

  private constructor(session: Session) {
    this.session = session;
  }

  /** @throws what making the agent throws */
  static async open(options: SessionOptions): Promise<GtpEngine> {
    return new GtpEngine(await Session.open(options));
  }

  /** Answers a line; undefined where it holds no command. @throws interrupted, and what is a fault of ours */
  async handle(line: string): Promise<Reply | undefined> {
    const command = readCommand(line);
    if (!command) return undefined;
    const { id, name, args } = command;
    try {
      if (name === '') throw syntaxError();
      const content = await runCommand(this.session, name, args);
      if (typeof content === 'string') {
        return { text: formatResponse(id, true, content), quit: name === 'quit' };
      }
      return { text: `=${id}\n`, stream: content };
    } catch (error) {
      if (error instanceof Refusal) return { text: formatResponse(id, false, error.message) };
      // The agent failed, or a file: the controller hears it, and may go on.
      if (error instanceof AgonError && error.code !== 'interrupted') {
        return { text: formatResponse(id, false, error.message) };
      }
      throw error;
    }
  }

  /** Gives up a move under way: its `handle` throws interrupted, where the agent can be stopped. */
  interrupt(): void {
    this.session.interrupt();
  }

  async close(): Promise<void> {
    await this.session.close();
  }
}
