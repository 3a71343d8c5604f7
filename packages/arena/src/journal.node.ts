/**
 * An append-only file of JSON lines that survives crashes: one write a line, synced at most once a second and at the end.
 * A last line that a crash has torn is dropped when the file is opened again.
 */
import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync } from 'node:fs';
import { writeFully } from './disk.node.js';

/** Milliseconds between two syncs. */
const SYNC_EVERY_MS = 1000;

/** The writing end of a journal. */
export class Journal {
  private readonly file: number;
  private lastSync = performance.now();

  /** @param bytes the length up to which the file is whole (`readGames`); what follows is cut off */
  constructor(path: string, bytes: number) {
    this.file = openSync(path, 'a');
    if (fstatSync(this.file).size > bytes) ftruncateSync(this.file, bytes);
  }

  /** Writes one value as a line of JSON. The file is synced when SYNC_EVERY_MS have passed since it was last. */
  append(value: unknown): void {
    writeFully(this.file, new TextEncoder().encode(JSON.stringify(value) + '\n'));
    const now = performance.now();
    if (now - this.lastSync < SYNC_EVERY_MS) return;
    fsyncSync(this.file);
    this.lastSync = now;
  }

  /** Syncs, then closes. */
  close(): void {
    fsyncSync(this.file);
    closeSync(this.file);
  }
}
