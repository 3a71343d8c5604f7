/** Progress: one block that redraws on a terminal, one line every few seconds in a pipe; always on stderr. */
import { createLogUpdate } from 'log-update';
import { canRedraw } from './paint.js';

/** What is shown: a block of lines for terminals, one line for pipes and logs. */
export interface StatusText {
  block: readonly string[];
  line: string;
}

/** Milliseconds between two redraws of the block. */
const REDRAW_MS = 100;
/** Milliseconds between two lines in a pipe. */
const LINE_MS = 5000;
/** Milliseconds before the first line in a pipe: what is done sooner says nothing. */
const FIRST_LINE_MS = 1000;

/**
 * A place on stderr that shows where the work stands. Call `update` as often as you like: what comes too soon is not
 * even made into text.
 */
export class Status {
  private readonly stream: NodeJS.WriteStream;
  private readonly redraw: ReturnType<typeof createLogUpdate> | undefined;
  private shownAt: number;
  private pending: (() => StatusText) | undefined;

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.stream = stream;
    this.redraw = canRedraw(stream) ? createLogUpdate(stream, { showCursor: true }) : undefined;
    this.shownAt = this.redraw ? -Infinity : performance.now() - LINE_MS + FIRST_LINE_MS;
  }

  /** Shows what `text` gives, unless something was shown a moment ago. */
  update(text: () => StatusText): void {
    this.pending = text;
    const now = performance.now();
    if (now - this.shownAt < (this.redraw ? REDRAW_MS : LINE_MS)) return;
    this.shownAt = now;
    this.show();
  }

  private show(): void {
    if (!this.pending) return;
    const { block, line } = this.pending();
    this.pending = undefined;
    if (this.redraw) this.redraw(block.join('\n'));
    else this.stream.write(`${line}\n`);
  }

  /** Writes a line that stays, above the block. */
  say(line: string): void {
    this.redraw?.clear();
    this.stream.write(`${line}\n`);
    if (this.redraw) this.shownAt = -Infinity;
  }

  /** Takes the block away; what was shown last is not kept. */
  clear(): void {
    this.pending = undefined;
    this.redraw?.clear();
  }

  /** Shows the last update and leaves it standing. */
  done(): void {
    this.show();
    this.redraw?.done();
  }

  /** Shows this at once and leaves it standing. */
  last(text: StatusText): void {
    this.pending = () => text;
    this.done();
  }
}
