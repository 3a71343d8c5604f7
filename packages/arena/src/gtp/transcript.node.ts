/** What was said to an engine and what it answered. */
import { AgonError } from '@agon/core';
import { appendFileSync } from 'node:fs';

/** Entries kept in memory, and the length of each: what an error needs to be understood. */
const KEPT = 20;
const LONGEST = 500;

/** Keeps the last entries, and adds all of them to a file where one is named. */
export class Transcript {
  private readonly entries: string[] = [];
  private file: string | undefined;
  private readonly label: string;

  /**
   * @param label stands in each line of the file: who speaks
   * @throws not-found where the file cannot be written
   */
  constructor(label: string, file?: string) {
    this.label = label;
    this.file = file;
    try {
      this.write('! started');
    } catch (cause) {
      const text = `transcript=${file}: the file cannot be written: ${(cause as Error).message}.`;
      throw new AgonError('not-found', text, { cause });
    }
  }

  /** @param direction ">" said, "<" heard, "!" about the engine */
  note(direction: '>' | '<' | '!', text: string): void {
    this.keep(`${direction} ${text}`);
    try {
      this.write(`${direction} ${text}`);
    } catch (error) {
      this.file = undefined;
      this.keep(`! the transcript ends here: ${(error as Error).message}`);
    }
  }

  /** The last entries, oldest first. */
  last(): string[] {
    return [...this.entries];
  }

  private keep(entry: string): void {
    this.entries.push(entry.slice(0, LONGEST));
    if (this.entries.length > KEPT) this.entries.shift();
  }

  private write(entry: string): void {
    if (this.file === undefined) return;
    const lines = entry.replaceAll('\n', '\n    ');
    appendFileSync(this.file, `${new Date().toISOString()} ${this.label} ${lines}\n`);
  }
}
