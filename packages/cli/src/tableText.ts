/** Tables for people. Apart from `output.ts`, which `agon --help` loads, and what makes tables takes 25 ms to load. */
import Table from 'cli-table3';
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

/** Rows in aligned columns without lines, a head on top. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  stream: NodeJS.WriteStream = process.stdout,
): string {
  const made = new Table({
    head: columns.map((column) => paint('bold', column.head, stream)),
    colAligns: columns.map((column) => column.align ?? 'left'),
    chars: { ...NO_LINES, middle: '  ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  made.push(...rows.map((row) => [...row]));
  return made
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
