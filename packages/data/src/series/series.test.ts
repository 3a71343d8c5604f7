/** Series: cut in time, read from CSV, with anomalies at known places. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SPLITS } from '../pictures.js';
import { openSeries } from '../registry.js';
import { memoryFiles } from '../testing/memoryFiles.js';
import type { SeriesDataset } from '../timeSeries.js';
import { readColumns } from './readColumns.js';

const open = (text: string, options = ''): Promise<SeriesDataset> =>
  openSeries(
    `csv:my, series.csv${options}`,
    memoryFiles({ 'my, series.csv': new TextEncoder().encode(text) }),
  );
const table = (rows: number): string =>
  ['day,high,note', ...Array.from({ length: rows }, (_, i) => `2020-${i},${i / 4},"a ""b"", c"`)].join('\n');

describe('a CSV file', () => {
  it('is cut in time: each split knows what came before it, and nothing of what comes after', async () => {
    const { splits, channels, spec } = await open(table(100));
    expect(channels).toEqual(['high']);
    expect(spec).toBe('csv:my, series.csv,columns=all,season=0,anomalies=0');
    expect(SPLITS.map((split) => [splits[split][0].from, splits[split][0].values.length])).toEqual([
      [0, 70],
      [70, 80],
      [80, 100],
    ]);
    expect(Array.from(splits.test[0].values)).toEqual(Array.from({ length: 100 }, (_, i) => i / 4));
  });

  it.each([
    ['that is short', table(49), '', 'has 49 steps'],
    ['without rows', 'a,b', '', 'has no rows'],
    ['without numbers', 'a,b\n' + 'x,y\n'.repeat(60), '', 'no column of numbers alone'],
    ['with a cell too many', `${table(60)}\n1,2,3,4`, '', 'line 62: it has 4 cells'],
    [
      'with a gap in a column that was asked for',
      `${table(60)}\n1,,3`,
      ',columns=high',
      'line 62: "" in column "high"',
    ],
    ['without a column that was asked for', table(60), ',columns=hihg', 'high'],
    ['with a quote that does not end', `${table(60)}\n1,2,"x`, '', 'line 62: Quoted field unterminated'],
  ])('%s is refused in words', async (_, text, options, words) => {
    await expect(open(text, options)).rejects.toThrow(words);
  });

  it('comes back number by number, whatever delimiter and line end it has', () => {
    const numbers = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), {
      minLength: 6,
      maxLength: 30,
    });
    fc.assert(
      fc.property(
        numbers,
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        (all, comma, end) => {
          const rows = Array.from({ length: all.length >> 1 }, (_, i) => all.slice(2 * i, 2 * i + 2));
          const text = ['a', 'b'].join(comma) + end + rows.map((row) => row.join(comma)).join(end) + end;
          const { names, values } = readColumns(text, 'x.csv', []);
          expect(names).toEqual(['a', 'b']);
          expect(Array.from(values)).toEqual(
            Array.from(Float32Array.from(rows.flat()), (value) => value + 0),
          );
        },
      ),
    );
  });
});

describe('episodes of cart-pole', () => {
  it('are the same every time, and none is in two splits', async () => {
    const [one, two] = [
      await openSeries('series', memoryFiles({})),
      await openSeries('series', memoryFiles({})),
    ];
    expect(one.splits).toEqual(two.splits);
    const all = SPLITS.flatMap((split) => one.splits[split].map(({ values }) => values.join(',')));
    expect(all).toHaveLength(450);
    expect(new Set(all).size).toBe(450);
  });

  it('end where the pole has fallen, or after 120 steps', async () => {
    const { splits } = await openSeries('series', memoryFiles({}));
    for (const { values } of splits.train) {
      const steps = values.length / 2;
      expect(steps).toBeGreaterThan(8);
      expect(steps).toBeLessThanOrEqual(120);
      expect(Math.max(...values.filter((_, i) => i % 2 === 1).map(Math.abs))).toBeLessThan(0.21);
    }
  });
});

describe('planted anomalies', () => {
  it('stand alone in the test, as many as asked, and are told; nothing else has changed', async () => {
    const clean = await openSeries('series', memoryFiles({}));
    const planted = await openSeries('series:anomalies=40', memoryFiles({}));
    expect(planted.splits.train).toEqual(clean.splits.train);
    let told = 0;
    planted.splits.test.forEach(({ values, anomalous, from }, which) => {
      const before = clean.splits.test[which].values;
      let last = -12;
      for (let step = 0; step < anomalous!.length; step++) {
        const hasChanged = [0, 1].some(
          (channel) => values[2 * step + channel] !== before[2 * step + channel],
        );
        expect(anomalous![step]).toBe(Number(hasChanged));
        if (!hasChanged) continue;
        expect(step).toBeGreaterThanOrEqual(from);
        expect(step - last).toBeGreaterThanOrEqual(2);
        last = step;
        told++;
      }
    });
    expect(told).toBe(40);
  });

  it('are as many as there is room for', async () => {
    const { splits } = await open(table(200), ',anomalies=9999');
    expect(splits.test[0].anomalous!.reduce((n, one) => n + one, 0)).toBe(3);
  });
});
