/**
 * An append-only file of JSON lines that survives crashes: one write a line, synced at most once a second and at the end.
 * A last line that a crash has torn is dropped when the file is opened again.
 */
import { AppendFile } from './disk.node.js';

/** Milliseconds between two syncs. */
const SYNC_EVERY_MS = 1000;

/** The writing end of a journal. */
export class Journal {
  /** Lines that were added, and are whole in the file. */
  lines = 0;
  private readonly file: AppendFile;
  private lastSync = performance.now();
  /** The length up to which it is whole. */
  private bytes: number;
  /** Why a line could not be written: then none can follow it. */
  private refusal: unknown;

  /** @param bytes the length up to which the file is whole (`readGames`); what follows is cut off */
  constructor(path: string, bytes: number) {
    this.bytes = bytes;
    this.file = new AppendFile(path);
    if (this.file.size > bytes) this.file.truncate(bytes);
  }

  /**
   * Writes one value as a line of JSON. The file is synced when SYNC_EVERY_MS have passed since it was last.
   * A line that the disk takes only in part is cut off again, and later ones are refused as it was. One that cannot be synced stays.
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
    this.lines++;
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
