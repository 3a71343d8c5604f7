/** Files of JSON lines, of which any line may be damaged: the others are still read. */
import { AgonError } from '@agon/core';

const NEWLINE = 10;

/** How far a file of lines was read. */
export interface LinesRead {
  /** What is wrong with the lines that could not be read, each with the path and the number of the line. */
  faults: string[];
  /** Bytes and lines that were read; what follows is a line that is being written, or was torn. */
  bytes: number;
  lines: number;
}

/** What is done with a line. @param where the path and the number of the line; `start` and `end`: its place in the bytes */
type TakeLine = (text: string, where: string, start: number, end: number) => void;

/**
 * Reads whole lines; empty ones are left out. A last line without its end is being written, or was torn by a crash, which may also
 * leave a last line of the right length without its content: that is no fault, and not counted as read.
 * @param path where they come from, as it reads in a fault
 * @param take throws bad-file (by `parseJson`) where the line is a fault
 * @param linesBefore lines of the file before these bytes
 */
export function readLines(bytes: Uint8Array, path: string, take: TakeLine, linesBefore = 0): LinesRead {
  const faults: string[] = [];
  const decoder = new TextDecoder();
  const length = bytes.lastIndexOf(NEWLINE) + 1;
  let start = 0;
  let lines = 0;
  for (; start < length; lines++) {
    const end = bytes.indexOf(NEWLINE, start);
    try {
      if (end > start) {
        take(decoder.decode(bytes.subarray(start, end)), `${path}:${linesBefore + lines + 1}`, start, end);
      }
    } catch (error) {
      if (!(error instanceof AgonError)) throw error;
      const isNoJson = error.cause instanceof SyntaxError;
      if (isNoJson && end + 1 === length) break;
      faults.push(error.message);
    }
    start = end + 1;
  }
  return { faults, bytes: start, lines };
}
