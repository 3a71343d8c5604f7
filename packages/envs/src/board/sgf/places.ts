/** Lines and columns of a file's bytes. */
import { decodeValue, hasMoreThanAscii } from './encoding.js';
import type { Place } from './faults.js';

/** Cheap where the places that are asked for come in order. */
export class Places {
  private readonly bytes: Uint8Array;
  private offset = 0;
  private line = 1;
  private column = 1;
  private lineStart = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** @param encoding of the text around, whose characters are counted */
  at(offset: number, encoding: string): Place {
    const { bytes } = this;
    if (offset < this.offset) {
      if (offset < this.lineStart) [this.line, this.lineStart] = [1, 0];
      [this.offset, this.column] = [this.lineStart, 1];
    }
    let from = this.offset;
    for (let i = from; i < offset; i++) {
      const isEnd = bytes[i] === 0x0a || (bytes[i] === 0x0d && bytes[i + 1] !== 0x0a);
      if (!isEnd) continue;
      this.line++;
      this.lineStart = from = i + 1;
      this.column = 1;
    }
    const passed = bytes.subarray(from, offset);
    this.column += hasMoreThanAscii(passed) ? decodeValue(passed, encoding).length : passed.length;
    this.offset = offset;
    return { line: this.line, column: this.column };
  }
}
