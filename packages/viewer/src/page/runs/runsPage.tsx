/** The list of runs, live, sorted as the person likes. */
import { useSignal } from '@preact/signals';
import { subjectOf, type ListedRun } from '@agon/runs';
import { StatusBadge } from '../elements/statusBadge.js';
import { formatNumber, formatTime } from '../format.js';
import { shortSpec } from '../games.js';
import { formatRoute } from '../route.js';
import { runs } from '../server/feeds.js';
import { words } from '../words.js';
import {
  clickColumn,
  lastResult,
  RUN_COLUMNS,
  sortRuns,
  type RunColumn,
  type RunsOrder,
} from './runsOrder.js';
import { runsWords } from './words.js';

const NUMBERS = new Set<RunColumn>(['step', 'last']);

function cell(run: ListedRun, column: RunColumn) {
  if (column === 'name') return <a href={formatRoute({ page: 'run', name: run.name })}>{run.name}</a>;
  if (column === 'status') return <StatusBadge status={run.status} title={run.damage?.join('\n')} />;
  if (run.config === null) return words.noValue;
  switch (column) {
    case 'step':
      return formatNumber(run.step);
    case 'last': {
      const value = lastResult(run);
      return value === undefined ? words.noValue : formatNumber(value);
    }
    case 'env':
      return shortSpec(subjectOf(run.config));
    case 'created':
      return <time dateTime={run.config.created}>{formatTime(run.config.created)}</time>;
    default:
      return run.config[column];
  }
}

/** A table of all runs, newest first until a head is clicked; without runs it says how to begin one. */
export function RunsPage() {
  const order = useSignal<RunsOrder>({ column: 'created', isDescending: true });
  const { column: sorted, isDescending } = order.value;
  const list = runs.value;
  if (!list) return <p class="muted">{words.connection.loading}</p>;
  if (list.length === 0) {
    return (
      <>
        <h1>{runsWords.title}</h1>
        <p>{runsWords.none}</p>
        <pre class="command">{runsWords.noneCommand}</pre>
      </>
    );
  }
  const direction = isDescending ? 'descending' : 'ascending';
  const sort = (column: RunColumn): void => void (order.value = clickColumn(order.value, column));
  return (
    <>
      <div class="row apart">
        <h1>{runsWords.title}</h1>
        <label class="narrow-only">
          {runsWords.sortBy}{' '}
          <select value={sorted} onChange={(event) => sort(event.currentTarget.value as RunColumn)}>
            {RUN_COLUMNS.map((column) => (
              <option key={column} value={column}>
                {runsWords.columns[column]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <table class="list">
        <thead>
          <tr>
            {RUN_COLUMNS.map((column) => (
              <th
                key={column}
                scope="col"
                class={NUMBERS.has(column) ? 'number' : undefined}
                aria-sort={sorted === column ? direction : undefined}
              >
                <button onClick={() => sort(column)}>{runsWords.columns[column]}</button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sortRuns(list, order.value).map((run) => (
            <tr key={run.name}>
              {RUN_COLUMNS.map((column) => (
                <td
                  key={column}
                  class={NUMBERS.has(column) ? `number ${column}` : column}
                  data-label={runsWords.columns[column]}
                >
                  {cell(run, column)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
