/** A table that is sorted by a click on a column's title. */
import { useSignal } from '@preact/signals';
import type { ComponentChild } from 'preact';

/** One column: its title, its cells, and what rows are sorted by. */
export interface Column<Row> {
  /** Also the cells' CSS class. */
  id: string;
  title: string;
  isNumber?: boolean;
  /** What rows are sorted by; undefined where the column says nothing about order. */
  key?: (row: Row) => string | number;
  cell: (row: Row) => ComponentChild;
}

interface SortTableProps<Row> {
  class: string;
  columns: readonly Column<Row>[];
  /** In the order that holds until a title is clicked, and among equals. */
  rows: readonly Row[];
  rowKey: (row: Row) => string;
}

/** The rows in the order of a column; those without a finite number come last either way. */
export function sortRows<Row>(
  rows: readonly Row[],
  key: (row: Row) => string | number,
  isDescending: boolean,
): Row[] {
  const sign = isDescending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [x, y] = [key(a), key(b)];
    if (typeof x === 'string' || typeof y === 'string') return sign * String(x).localeCompare(String(y));
    if (!Number.isFinite(x) || !Number.isFinite(y))
      return Number(!Number.isFinite(x)) - Number(!Number.isFinite(y));
    return sign * (x - y);
  });
}

/** A first click on a title sorts by it, numbers from the largest; a second one turns the order round. */
export function SortTable<Row>({ class: name, columns, rows, rowKey }: SortTableProps<Row>) {
  const order = useSignal<{ id: string; isDescending: boolean } | undefined>(undefined);
  const sorted = columns.find(({ id }) => id === order.value?.id);
  const isDescending = order.value?.isDescending ?? false;
  const shown = sorted?.key ? sortRows(rows, sorted.key, isDescending) : rows;
  /** A second click turns the order round; numbers begin with the largest. */
  const click = ({ id, isNumber = false }: Column<Row>): void => {
    const again = order.value?.id === id;
    order.value = { id, isDescending: again ? !isDescending : isNumber };
  };
  return (
    <table class={name}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th
              key={column.id}
              scope="col"
              class={column.isNumber ? 'number' : undefined}
              aria-sort={column === sorted ? (isDescending ? 'descending' : 'ascending') : undefined}
            >
              {column.key ? <button onClick={() => click(column)}>{column.title}</button> : column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map((row) => (
          <tr key={rowKey(row)}>
            {columns.map(({ id, title, isNumber, cell }) => (
              <td key={id} class={isNumber ? `number ${id}` : id} data-label={title}>
                {cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
