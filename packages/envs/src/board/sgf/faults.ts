/** What is wrong with an SGF file, by its place. */
import { AgonError } from '@agon/core';

/** Where something stands in a file, both from 1; columns count characters. */
export interface Place {
  line: number;
  column: number;
}

/** Something that is wrong with a file. */
export interface SgfFault extends Place {
  /** A sentence without its full stop. */
  what: string;
  /** Whether something was left out because of it: a game, as a rule. False where the game is read all the same. */
  lost: boolean;
}

/** "FILE:LINE:COLUMN: what is wrong" */
export function faultText(file: string, { line, column, what }: SgfFault): string {
  return `${file}:${line}:${column}: ${what}.`;
}

/** The error of a fault: bad-file, with line and column in its text and its details. */
export function faultError({ line, column }: Place, what: string, cause?: unknown): AgonError {
  return new AgonError('bad-file', `SGF ${line}:${column}: ${what}.`, {
    cause,
    details: { line, column, what },
  });
}

/** The fault that `faultError` made an error of. @throws what is no such error */
export function faultOf(error: unknown): SgfFault {
  if (!(error instanceof AgonError) || error.code !== 'bad-file') throw error;
  const { line, column, what } = error.details as { line: number; column: number; what: string };
  return { line, column, what, lost: true };
}
