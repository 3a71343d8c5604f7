/** The engine between two streams: standard input and output, or a socket's. */
import { AgonError } from '@agon/core';
import type { Readable, Writable } from 'node:stream';
import type { GtpEngine, Reply } from './engine.js';

/** The longest line that is read, in characters; the rest of a longer one is thrown away. */
const LONGEST_LINE = 1 << 16;

/**
 * Answers commands until "quit" or the end of the input. Commands may come faster than they are answered; analyses end with the
 * next byte of input.
 * @throws interrupted where the signal is aborted; what is a fault of ours
 */
export async function serveGtp(
  engine: GtpEngine,
  input: Readable,
  output: Writable,
  signal?: AbortSignal,
): Promise<void> {
  const lines = new Lines(input);
  const stop = (): void => {
    engine.interrupt();
    lines.close();
  };
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  try {
    for (let line = await lines.next(); line !== undefined; line = await lines.next()) {
      const reply = await engine.handle(line);
      if (reply) await write(reply, lines, output);
      if (reply?.quit) break;
    }
  } finally {
    signal?.removeEventListener('abort', stop);
    lines.close();
  }
  if (signal?.aborted) throw new AgonError('interrupted', 'stopped.');
}

async function write({ text, stream }: Reply, lines: Lines, output: Writable): Promise<void> {
  output.write(text);
  if (!stream) return;
  for await (const report of stream) {
    if (report !== '') output.write(`${report}\n`);
    if (lines.hasInput) break;
  }
  output.write('\n');
}

/** Cuts a stream into lines that can be waited for. */
class Lines {
  private readonly input: Readable;
  private readonly waiting: string[] = [];
  private rest = '';
  private isClosed = false;
  private wake: () => void = () => undefined;

  constructor(input: Readable) {
    this.input = input;
    input
      .setEncoding('utf8')
      .on('data', this.take)
      .on('end', this.end)
      .on('close', this.end)
      .on('error', this.end);
  }

  /** Whether anything came that was not read yet, or nothing can come any more. */
  get hasInput(): boolean {
    return this.isClosed || this.rest !== '' || this.waiting.length > 0;
  }

  /** The next line; undefined at the end. */
  async next(): Promise<string | undefined> {
    while (this.waiting.length === 0) {
      if (this.isClosed) return undefined;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    return this.waiting.shift();
  }

  /** Reads no more and forgets what waits. */
  close(): void {
    const { input } = this;
    input.off('data', this.take).off('end', this.end).off('close', this.end).off('error', this.end);
    input.pause();
    this.waiting.length = 0;
    this.rest = '';
    this.isClosed = true;
    this.wake();
  }

  private readonly take = (chunk: string): void => {
    const lines = (this.rest + chunk).split('\n');
    this.rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
    this.waiting.push(...lines);
    this.wake();
  };

  /** The last line may lack its end. */
  private readonly end = (): void => {
    if (this.rest !== '') this.waiting.push(this.rest);
    this.rest = '';
    this.isClosed = true;
    this.wake();
  };
}
