/**
 * Rows in several arrays. One typed array may have 4 GiB on Node 20, and a replay buffer more; and a chunk takes memory
 * when its first row comes, so that a large buffer that is never filled costs little.
 */

import { AgonError } from '@agon/core';

/** Bytes of one chunk, at most, unless a single row has more. */
export const CHUNK_BYTES = 2 ** 26;

/** So that a row's number has 32 bits. */
const MAX_ROWS = 2 ** 32 - 1;

/** C = whatever holds the rows of one chunk. A row never crosses chunks. */
export class Chunks<C> {
  private readonly count: number;
  private readonly make: (rows: number) => C;
  /** Rows of each chunk but the last, a power of two: 2^shift. */
  private readonly rowsPerChunk: number;
  private readonly shift: number;
  private readonly chunks: (C | undefined)[];

  /**
   * @param count rows in all
   * @param make makes a chunk of so many rows
   * @throws bad-option for more rows than 32 bits count
   */
  constructor(count: number, rowBytes: number, make: (rows: number) => C, chunkBytes = CHUNK_BYTES) {
    if (count > MAX_ROWS) {
      throw new AgonError(
        'bad-option',
        `a replay buffer of ${count} rows was asked for; it holds at most ${MAX_ROWS}. Set a smaller one.`,
      );
    }
    this.count = count;
    this.make = make;
    this.shift = Math.max(0, Math.floor(Math.log2(chunkBytes / rowBytes)));
    this.rowsPerChunk = 2 ** this.shift;
    this.chunks = Array.from({ length: Math.ceil(count / this.rowsPerChunk) }, () => undefined);
  }

  /** The chunk that holds a row. Allocates it where none of its rows was asked for yet, else nothing. */
  of(row: number): C {
    return this.chunks[row >>> this.shift] ?? this.begin(row >>> this.shift);
  }

  /** Which row of its chunk a row is. */
  placeOf(row: number): number {
    return row & (this.rowsPerChunk - 1);
  }

  /** Rows from `row` on, up to `end`, that lie in one chunk. */
  runFrom(row: number, end: number): number {
    return Math.min(this.rowsPerChunk - this.placeOf(row), end - row);
  }

  private begin(index: number): C {
    const rows = Math.min(this.rowsPerChunk, this.count - index * this.rowsPerChunk);
    return (this.chunks[index] = this.make(rows));
  }
}
