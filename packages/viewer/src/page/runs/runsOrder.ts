/** The order of the list of runs, and what is found in it. */
import { subjectOf, type ListedEntry } from '@agon/runs';

/** What the list can be sorted by. */
export const RUN_COLUMNS = ['name', 'status', 'algorithm', 'env', 'step', 'last', 'created'] as const;
/** One of RUN_COLUMNS. */
export type RunColumn = (typeof RUN_COLUMNS)[number];

/** The column that decides, and which way. */
export interface RunsOrder {
  column: RunColumn;
  isDescending: boolean;
}

function key(run: ListedEntry, column: RunColumn): string | number | undefined {
  if (column === 'name' || column === 'status') return run[column];
  if (run.config === null) return undefined;
  switch (column) {
    case 'step':
      return run.step;
    case 'last':
      return run.result?.value;
    case 'env':
      return subjectOf(run.config);
    default:
      return run.config[column];
  }
}

/** The runs in an order; equal ones stay as they were, runs without the value come last either way. */
export function sortRuns(runs: readonly ListedEntry[], { column, isDescending }: RunsOrder): ListedEntry[] {
  return runs.toSorted((a, b) => {
    const [x, y] = [key(a, column), key(b, column)];
    if (x === undefined || y === undefined) return (x === undefined ? 1 : 0) - (y === undefined ? 1 : 0);
    const order =
      typeof x === 'number' && typeof y === 'number'
        ? x - y
        : String(x).localeCompare(String(y), 'en', { numeric: true });
    return isDescending ? -order : order;
  });
}

/** The order after a click on a column's head: the same one turns round, another one begins the way that is useful for it. */
export function clickColumn(order: RunsOrder, column: RunColumn): RunsOrder {
  if (order.column === column) return { column, isDescending: !order.isDescending };
  return { column, isDescending: column === 'step' || column === 'last' || column === 'created' };
}

/** The words that a run is found by. */
function wordsOf(run: ListedEntry): string {
  const { name, status, config } = run;
  if (config === null) return `${name} ${status}`;
  return [name, status, config.algorithm, subjectOf(config), config.preset, `seed=${config.seed}`].join(' ');
}

/** Those runs in which all words of a search occur, large or small. */
export function findRuns(runs: readonly ListedEntry[], search: string): ListedEntry[] {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean);
  return runs.filter((run) => {
    const text = wordsOf(run).toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
