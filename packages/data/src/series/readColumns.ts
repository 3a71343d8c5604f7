/** Columns of numbers out of CSV (RFC 4180). */
import { AgonError, unknownName } from '@agon/core';
import papaparse from 'papaparse';

/** Columns of one length. */
export interface Columns {
  readonly names: readonly string[];
  /** [rows, columns] */
  readonly values: Float32Array;
}

const isNumber = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text));

/**
 * The first line has the names; delimiters are found out.
 * @param wanted names of columns; empty: all that hold numbers alone
 * @throws bad-file where there is no table, or a number is missing; bad-option for a name that there is none of
 */
export function readColumns(text: string, file: string, wanted: readonly string[]): Columns {
  const { data, errors } = papaparse.parse<string[]>(text.trim(), { skipEmptyLines: true });
  const [head, ...rows] = data;
  const [fault] = errors.filter(({ code }) => code !== 'UndetectableDelimiter');
  if (fault) throw new AgonError('bad-file', `"${file}", line ${(fault.row ?? 0) + 1}: ${fault.message}.`);
  if (rows.length === 0) throw new AgonError('bad-file', `"${file}" has no rows below its names.`);
  const uneven = rows.findIndex((row) => row.length !== head.length);
  if (uneven >= 0)
    throw new AgonError('bad-file', `"${file}", line ${uneven + 2}: it has ${rows[uneven].length} cells, and there are ${head.length} names.`); // prettier-ignore
  const names =
    wanted.length > 0 ? wanted : head.filter((_, column) => rows.every((row) => isNumber(row[column])));
  if (names.length === 0)
    throw new AgonError('bad-file', `"${file}" has no column of numbers alone; name some with columns=A/B.`);
  const places = names.map((name) => {
    const place = head.indexOf(name);
    if (place < 0)
      throw unknownName('bad-option', 'column', name, head, `"${file}" has: ${head.join(', ')}.`);
    return place;
  });
  const values = new Float32Array(rows.length * names.length);
  rows.forEach((row, i) =>
    places.forEach((place, column) => {
      if (!isNumber(row[place]))
        throw new AgonError('bad-file', `"${file}", line ${i + 2}: ${JSON.stringify(row[place])} in column "${head[place]}" is no number.`); // prettier-ignore
      values[i * names.length + column] = Number(row[place]);
    }),
  );
  return { names, values };
}
