import { describe, expect, it } from 'vitest';
import { sortRows } from './sortTable.js';

describe('sortRows', () => {
  it('sorts numbers and texts either way, keeps equals in order, and puts what is not known last', () => {
    const rows = [
      ['a', 2],
      ['b', NaN],
      ['c', 10],
      ['d', 2],
    ] as const;
    const by = (column: 0 | 1, isDescending: boolean): string =>
      sortRows(rows, (row) => row[column], isDescending)
        .map(([name]) => name)
        .join('');
    expect([by(1, false), by(1, true)]).toEqual(['adcb', 'cadb']);
    expect([by(0, false), by(0, true)]).toEqual(['abcd', 'dcba']);
    expect(rows.map(([name]) => name).join('')).toBe('abcd');
  });
});
