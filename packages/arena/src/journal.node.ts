/**
 * An append-only file of JSON lines that survives crashes: one write a line, synced at most once a second and at the end.
 * A last line that a crash has torn is dropped when the file is opened again.
 */
import { AgonError } from '@agon/core';
import { existsSync, readFileSync } from 'node:fs';
import { AppendFile } from './disk.node.js';

/** Milliseconds between two syncs. */
const SYNC_EVERY_MS = 1000;

const NEWLINE = 10;

/** The lines of a journal: those that are whole, how many bytes they take, and whether a torn one follows. */
export function readJournal<T>(path: string): { lines: T[]; bytes: number; torn: boolean } {
  const content = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  const lines: T[] = [];
  let start = 0;
  for (;;) {
    const end = content.indexOf(NEWLINE, start);
    if (end < 0) break;
    try {
      lines.push(JSON.parse(content.toString('utf8', start, end)) as T);
    } catch (cause) {
      // A crash of the machine may leave a last line of the right length without its content.
      if (end === content.length - 1) break;
      const text = `${path}:${lines.length + 1} is no JSON: ${(cause as Error).message}. The file was damaged after it was written; restore it from a copy.`;
      throw new AgonError('bad-file', text, { cause });
    }
    start = end + 1;
  }
  return { lines, bytes: start, torn: start < content.length };
}

/** The writing end of a journal. */
export class Journal {
  private readonly file: AppendFile;
  private lastSync = performance.now();
  /** The length up to which it is whole. */
  private bytes: number;
  /** Why a line could not be written: then none can follow it. */
  private refusal: unknown;

  /** @param bytes the length up to which the file is whole (`readJournal`); what follows is cut off */
  constructor(path: string, bytes: number) {
    this.bytes = bytes;
    this.file = new AppendFile(path);
    if (this.file.size > bytes) this.file.truncate(bytes);
  }

  /**
   * Writes one value as a line of JSON. The file is synced when SYNC_EVERY_MS have passed since it was last.
   * A line that the disk takes only in part is cut off again, and later ones are refused as it was.
   */
  append(value: unknown): void {
    if (this.refusal !== undefined) throw this.refusal as Error;
    const line = new TextEncoder().encode(JSON.stringify(value) + '\n');
    try {
      this.file.append(line);
    } catch (error) {
      this.refusal = error;
      this.file.truncate(this.bytes);
      throw error;
    }
    this.bytes += line.length;
    const now = performance.now();
    if (now - this.lastSync < SYNC_EVERY_MS) return;
    this.file.sync();
    this.lastSync = now;
  }

  /** Syncs, then closes. */
  close(): void {
    try {
      this.file.sync();
    } finally {
      this.file.close();
    }
  }
}
