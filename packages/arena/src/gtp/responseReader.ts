/** Cuts what an engine writes into responses (GTP 2 specification, sections 2.5 to 2.7). */
import gtp, { type GtpResponse } from '@sabaki/gtp';
import { AgonError } from '@agon/core';

/** The longest response that is read, in characters; the largest real ones (analyses, boards) are below 100,000. */
const LONGEST_RESPONSE = 1 << 20;

/** Lines of a greeting that are kept. */
const LONGEST_GREETING = 100;

/** Everything but printable characters and the blanks is thrown away, as the specification says. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/**
 * Collects lines: a response begins with a line with "=" or "?" and ends with an empty line. Engines that greet on their output
 * are forgiven: what comes before the very first response is skipped.
 */
export class ResponseReader {
  /** The line that has not ended yet. */
  private rest = '';
  /** The lines of the response that has not ended yet. */
  private lines: string[] = [];
  private length = 0;
  private isGreeting = true;
  /** The first lines of what came before the first response. */
  readonly greeting: string[] = [];

  /**
   * Takes the next piece of output; returns the responses that it completes.
   * @throws engine-protocol for a line that belongs to no response, and for a response that does not end
   */
  feed(chunk: string): GtpResponse[] {
    const complete: GtpResponse[] = [];
    const lines = (this.rest + chunk).split('\n');
    this.rest = lines.pop() ?? '';
    for (const raw of lines) {
      const line = raw.replace(CONTROL, '').trimEnd();
      if (line !== '') this.add(line);
      else if (this.lines.length) {
        complete.push(gtp.Response.fromString(this.lines.join('\n')));
        this.lines = [];
        this.length = 0;
      }
    }
    if (this.rest.length + this.length > LONGEST_RESPONSE) {
      throw new AgonError(
        'engine-protocol',
        `wrote more than ${LONGEST_RESPONSE} characters without an end of the response`,
      );
    }
    return complete;
  }

  private add(line: string): void {
    if (this.lines.length === 0 && !/^[=?]/.test(line)) {
      if (this.isGreeting) {
        if (this.greeting.length < LONGEST_GREETING) this.greeting.push(line);
        return;
      }
      throw new AgonError(
        'engine-protocol',
        `wrote ${quote(line)}, which is no response (one begins with "=" or "?")`,
      );
    }
    this.isGreeting = false;
    this.lines.push(line);
    this.length += line.length;
  }
}

/** Foreign text in a message: in quotes, on one line, not too long. */
export function quote(text: string, most = 80): string {
  return JSON.stringify(text.length > most ? `${text.slice(0, most)}…` : text);
}
