/** The order of the list of runs. */
import type { MetricId } from '@agon/agents';
import type { ListedRun } from '@agon/runs';

/** What the list can be sorted by. */
export const RUN_COLUMNS = ['name', 'status', 'algorithm', 'env', 'step', 'last', 'created'] as const;
/** One of RUN_COLUMNS. */
export type RunColumn = (typeof RUN_COLUMNS)[number];

/** The column that decides, and which way. */
export interface RunsOrder {
  column: RunColumn;
  isDescending: boolean;
}

/** The metrics that say how well a run plays; a run has one of them. */
const RESULTS: readonly MetricId[] = ['return', 'scoreVsRandom'];

/** The last result of a run (a return, or a score); undefined where it has not measured one. */
export function lastResult(run: ListedRun): number | undefined {
  if (run.config === null) return undefined;
  const name = RESULTS.find((each) => run.last[each] !== undefined);
  return name === undefined ? undefined : run.last[name];
}

function key(run: ListedRun, column: RunColumn): string | number | undefined {
  if (column === 'name' || column === 'status') return run[column];
  if (run.config === null) return undefined;
  switch (column) {
    case 'step':
      return run.step;
    case 'last':
      return lastResult(run);
    default:
      return run.config[column];
  }
}

/** The runs in an order; equal ones stay as they were, runs without the value come last either way. */
export function sortRuns(runs: readonly ListedRun[], { column, isDescending }: RunsOrder): ListedRun[] {
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
