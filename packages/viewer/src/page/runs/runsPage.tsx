/** The list of runs, live, sorted as the person likes. */
import { signal, useSignal } from '@preact/signals';
import { isReadable, subjectOf, type ListedEntry, type RunEntry } from '@agon/runs';
import { metricTitle } from '../elements/metricTitle.js';
import { StatusBadge } from '../elements/statusBadge.js';
import { formatNumber, formatTime } from '../format.js';
import { shortSpec } from '../games.js';
import { formatRoute } from '../route.js';
import { areAllRuns, runs } from '../server/feeds.js';
import { words } from '../words.js';
import { clickColumn, findRuns, RUN_COLUMNS, sortRuns, type RunColumn, type RunsOrder } from './runsOrder.js';
import { runsWords } from './words.js';

const NUMBERS = new Set<RunColumn>(['step', 'last']);

function cell(run: ListedEntry, column: RunColumn) {
  if (column === 'name') return <a href={formatRoute({ page: 'run', name: run.name })}>{run.name}</a>;
  if (column === 'status') return <StatusBadge status={run.status} title={run.damage?.join('\n')} />;
  if (run.config === null) return words.noValue;
  switch (column) {
    case 'step':
      return formatNumber(run.step);
    case 'last':
      return run.result ? <Result run={run} /> : words.noValue;
    case 'env':
      return shortSpec(subjectOf(run.config));
    case 'created':
      return <time dateTime={run.config.created}>{formatTime(run.config.created)}</time>;
    default:
      return run.config[column];
  }
}

function Result({ run: { config, result } }: { run: RunEntry }) {
  return (
    <>
      <span class="muted small">{metricTitle(config.algorithm, result!.metric)}</span>{' '}
      {formatNumber(result!.value)}
    </>
  );
}

/** The names of the runs that were chosen for a comparison. */
const chosen = signal<ReadonlySet<string>>(new Set());

function choose(names: readonly string[], isChosen: boolean): void {
  const next = new Set(chosen.value);
  for (const name of names)
    if (isChosen) next.add(name);
    else next.delete(name);
  chosen.value = next;
}

/** The other seeds of the settings that were chosen. */
function otherSeeds(list: readonly ListedEntry[]): string[] {
  const known = list.filter(isReadable);
  const settings = new Set(known.filter(({ name }) => chosen.value.has(name)).map(({ setting }) => setting));
  return known
    .filter(({ name, setting }) => settings.has(setting) && !chosen.value.has(name))
    .map(({ name }) => name);
}

/** What to do with the chosen runs. */
function ChosenBar({ list }: { list: readonly ListedEntry[] }) {
  const names = list.filter(({ name }) => chosen.value.has(name)).map(({ name }) => name);
  if (names.length === 0) return null;
  const seeds = otherSeeds(list);
  return (
    <div class="panel row chosen-bar" role="status">
      <a class="button" href={formatRoute({ page: 'compare', names })}>
        {runsWords.compare(names.length)}
      </a>
      {seeds.length > 0 && (
        <button onClick={() => choose(seeds, true)}>{runsWords.otherSeeds(seeds.length)}</button>
      )}
      <button class="quiet" onClick={() => (chosen.value = new Set())}>
        {runsWords.chooseNone}
      </button>
    </div>
  );
}

/** How many rows are drawn before one asks for all. */
const FIRST_ROWS = 60;

/** A table of all runs, newest first until a head is clicked; without runs it says how to begin one. */
export function RunsPage() {
  const order = useSignal<RunsOrder>({ column: 'created', isDescending: true });
  const search = useSignal('');
  const isOpen = useSignal(false);
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
  const found = sortRuns(findRuns(list, search.value), order.value);
  const shown = isOpen.value ? found : found.slice(0, FIRST_ROWS);
  const direction = isDescending ? 'descending' : 'ascending';
  const sort = (column: RunColumn): void => void (order.value = clickColumn(order.value, column));
  return (
    <>
      <div class="row apart">
        <h1>{runsWords.title}</h1>
        <label class="search">
          {runsWords.search}{' '}
          <input
            type="search"
            placeholder={runsWords.searchHint}
            value={search.value}
            onInput={(event) => (search.value = event.currentTarget.value)}
          />
        </label>
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
      <p class="muted small" role="status">
        {areAllRuns.value ? runsWords.found(found.length, list.length) : runsWords.reading(list.length)}
      </p>
      {found.length === 0 && <p>{runsWords.nothingFound}</p>}
      <table class="list">
        <thead>
          <tr>
            <th class="choose" scope="col">
              <span class="sr-only">{runsWords.choose}</span>
            </th>
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
          {shown.map((run) => (
            <tr key={run.name}>
              <td class="choose">
                {isReadable(run) && (
                  <input
                    type="checkbox"
                    aria-label={runsWords.chooseRun(run.name)}
                    checked={chosen.value.has(run.name)}
                    onChange={(event) => choose([run.name], event.currentTarget.checked)}
                  />
                )}
              </td>
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
      <ChosenBar list={list} />
      {shown.length < found.length && (
        <button onClick={() => (isOpen.value = true)}>{words.showAll(found.length)}</button>
      )}
    </>
  );
}
