/**
 * Tables for people: they fit a terminal as `lineRoom.ts` says. Apart from `output.ts`, which `agon --help` loads, since what makes tables
 * takes 25 ms to load.
 */
import Table from 'cli-table3';
import { shortened, wrapWords } from './format.js';
import { lineRoom, type LineStream } from './lineRoom.js';
import { paint } from './paint.js';

const NO_LINES = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right']
    .concat(['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'])
    .map((name) => [name, '']),
);

interface Column {
  head: string;
  align?: 'left' | 'right';
}

/** Blanks between two columns. */
const GAP = '  ';
/** A column of text may become so narrow, or its longest word if that is shorter. */
const NARROWEST = 20;

const longest = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length));
const longestWord = (text: string): number => longest(text.split(' '));
const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

/** A column with its cells, and how wide it is whole and at least. */
interface Measured extends Column {
  cells: string[];
  natural: number;
  least: number;
}

/** Numbers, which stand to the right, keep their room; text gives way. */
function measure(column: Column, cells: string[]): Measured {
  const least =
    column.align === 'right'
      ? Math.max(longestWord(column.head), longest(cells))
      : Math.min(NARROWEST, Math.max(...[column.head, ...cells].map(longestWord)));
  return { ...column, cells, natural: longest([column.head, ...cells]), least };
}

/** The widths of columns within `free`: the widest give way first. */
function widthsOf(columns: readonly Measured[], free: number): number[] {
  const within = (most: number): number[] =>
    columns.map(({ natural, least }) => Math.max(least, Math.min(natural, most)));
  let most = Math.max(0, ...columns.map(({ natural }) => natural));
  while (most > 1 && sum(within(most)) > free) most--;
  return within(most);
}

/** Keeps two words of a cell on one line, where there is room for both. */
export const NO_BREAK = '\u00a0';

/** A cell in lines of `width`. */
function fitted(text: string, width: number): string {
  if (text.length <= width) return text;
  const words = text.split(' ').map((word) => shortened(word, width));
  return wrapWords(words, '', width).join('\n');
}

/**
 * Rows in aligned columns without lines, a head on top, within what `stream` has room for. Columns that have none stand in a further
 * table below, after the first column again.
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  stream: LineStream = process.stdout,
): string {
  const room = lineRoom(stream);
  const [first, ...rest] = columns.map((column, i) => measure(column, rows.map((row) => row[i]))); // prettier-ignore
  const parts = [[first]];
  let taken = first.least;
  for (const column of rest) {
    taken += GAP.length + column.least;
    if (taken > room && parts[parts.length - 1].length > 1) {
      parts.push([first]);
      taken = first.least + GAP.length + column.least;
    }
    parts[parts.length - 1].push(column);
  }
  return parts.map((part) => drawn(part, room, stream)).join('\n\n');
}

/** A table of these columns. */
function drawn(columns: readonly Measured[], room: number, stream: LineStream): string {
  const widths = widthsOf(columns, room - GAP.length * (columns.length - 1));
  const made = new Table({
    head: columns.map(({ head }, i) => paint('bold', fitted(head, widths[i]), stream)),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    chars: { ...NO_LINES, middle: GAP },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  made.push(
    ...columns[0].cells.map((_, row) => columns.map(({ cells }, i) => fitted(cells[row], widths[i]))),
  );
  return made
    .toString()
    .split('\n')
    .map((line) => line.trimEnd().replaceAll(NO_BREAK, ' '))
    .join('\n');
}
