import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { NO_BREAK, table } from './tableText.js';

const terminal = (columns: number) => ({ isTTY: true, columns });
const pipe = { isTTY: false, columns: 0 };
const right = 'right' as const;
const plain = stripVTControlCharacters;
const lengths = (text: string): number[] =>
  plain(text)
    .split('\n')
    .map((line) => line.length);

const columns = [{ head: 'id' }, { head: 'meaning' }, { head: 'step', align: right }];
const rows = [
  ['short', 'so many words that no line of a terminal has room for all of them at once', '12,345'],
  ['runs/a-name-that-is-much-longer-than-what-a-column-can-be-wide', 'few words', '7'],
];

describe('a table', () => {
  it('fits the terminal: text wraps between words, numbers stay whole', () => {
    for (const room of [60, 80, 100]) {
      const text = table(columns, rows, terminal(room));
      expect(Math.max(...lengths(text))).toBeLessThanOrEqual(room);
      expect(text).toContain('12,345');
      const words = text.split(/\s+/);
      for (const word of rows[0][1].split(' ')) expect(words).toContain(word);
    }
  });

  it('keeps the beginning and the end of a word that has no room', () => {
    expect(table(columns, rows, terminal(60))).toMatch(/^runs\/a-name\S*…\S*wide/m);
  });

  it('takes 80 columns where the terminal does not say', () => {
    expect(Math.max(...lengths(table(columns, rows, terminal(0))))).toBeLessThanOrEqual(80);
  });

  it('is neither wrapped nor cut in a pipe', () => {
    const lines = table(columns, rows, pipe).split('\n');
    expect(lines).toHaveLength(3);
    rows.forEach((row, i) => row.forEach((cell) => expect(lines[i + 1]).toContain(cell)));
  });

  it('gives columns that have no room a table of their own below, with the first column again', () => {
    const many = Array.from({ length: 9 }, (_, i) => ({ head: `number${i}`, align: right }));
    const text = table([{ head: 'id' }, ...many], [['a', ...many.map((_, i) => `${i}00,000`)]], terminal(40));
    expect(Math.max(...lengths(text))).toBeLessThanOrEqual(40);
    expect(text.match(/^a /gm)).toHaveLength(3);
    for (let i = 0; i < 9; i++) expect(text).toContain(`${i}00,000`);
  });

  it('keeps words with a no-break space together, and shows a plain one', () => {
    const text = table([{ head: 'a' }], [[`one two ${['3,', '4,', '5'].join(NO_BREAK)}`]], terminal(9));
    expect(text.split('\n').slice(1)).toEqual(['one two', '3, 4, 5']);
  });

  it('of nothing is its head', () => {
    expect(table(columns, [], pipe)).toBe('id  meaning  step');
  });
});
