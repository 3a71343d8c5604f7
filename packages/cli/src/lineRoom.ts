/**
 * How long lines may be. The rule of all tables and of prose beside them: on a terminal they fit its columns, text wraps between words, and
 * a word that has no room keeps its beginning and its end around "…"; in a file or a pipe nothing is wrapped or cut. `--json` is whole
 * everywhere.
 */
import { wrapWords } from './format.js';

/** What lines are written to: a terminal with its columns, or what takes them at any length. */
export type LineStream = Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>;

/** Columns of a terminal that does not say how many it has. */
const USUAL_COLUMNS = 80;

/** The columns that a line for the stream can take; no end of them where it is no terminal. */
export const lineRoom = (stream: LineStream): number =>
  stream.isTTY ? stream.columns || USUAL_COLUMNS : Infinity;

/** Prose in lines that the stream has room for. */
export const folded = (text: string, stream: LineStream = process.stdout): string =>
  wrapWords(text.split(' '), '', lineRoom(stream)).join('\n');
