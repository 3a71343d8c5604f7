/** Runs beside each other: overlaid curves, what their last results are, and in what their settings differ. */
import { useSignal } from '@preact/signals';
import { isReadable, mainMetric, metricsInOrder, type MetricsLine, type RunSummary } from '@agon/runs';
import { makeEnvironment } from '@agon/envs';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { metricTitle } from '../elements/metricTitle.js';
import { remembered } from '../elements/remembered.js';
import { formatNumber } from '../format.js';
import { formatRoute } from '../route.js';
import { fetchListedRun, get, runAddress } from '../server/server.js';
import { words } from '../words.js';
import { CompareChart, colourVariable, type ChartGroup } from './compareChart.js';
import { curvesCsv } from './csv.js';
import {
  COMPARE_AXES,
  estimate,
  estimatesOn,
  gridOf,
  lineOf,
  valueAt,
  withoutRepeats,
  type CompareAxis,
  type Line,
  type Middle,
} from './curves.js';
import { differences, groupRuns, type Difference, type Group } from './groups.js';
import { compareWords } from './words.js';

/** Places at which curves are compared: more cannot be seen. */
const PLACES = 160;

const axis = remembered<CompareAxis>('agon.compare.axis', 'step');
const middle = remembered<Middle>('agon.compare.middle', 'mean');

/** A run with its measurements. */
interface Loaded {
  run: RunSummary;
  lines: MetricsLine[];
}

/** @throws Error with the server's own words, or what is damaged */
async function load(name: string): Promise<Loaded> {
  const run = await fetchListedRun(name);
  if (!isReadable(run)) throw new Error(run.damage.join(' '));
  const answer = (await (await get(runAddress(name, 'metrics'))).json()) as { lines: MetricsLine[] };
  return { run, lines: withoutRepeats(answer.lines) };
}

/** Frames that pass in a step of the run's environment; undefined where nothing has frames. */
function framesPerStepOf({ config: { env } }: RunSummary): number | undefined {
  if (env === undefined) return undefined;
  try {
    const environment = makeEnvironment(env);
    return environment.kind === 'env' ? environment.env.framesPerStep : undefined;
  } catch {
    return undefined; // an environment of another version
  }
}

/** @param names of the runs */
export function ComparePage({ names }: { names: readonly string[] }) {
  const [loaded, setLoaded] = useState<readonly (Loaded | { name: string; error: string })[]>([]);
  useEffect(() => {
    let isShown = true;
    for (const name of names) {
      load(name)
        .catch((error: Error) => ({ name, error: error.message }))
        .then((each) => isShown && setLoaded((before) => [...before, each]));
    }
    return () => void (isShown = false);
  }, []);
  if (names.length === 0) {
    return (
      <>
        <h1>{compareWords.title}</h1>
        <p>{compareWords.none}</p>
        <a class="button" href={formatRoute({ page: 'runs' })}>
          {compareWords.toRuns}
        </a>
      </>
    );
  }
  const whole = loaded.flatMap((each) => ('run' in each ? [each] : []));
  const inOrder = names.flatMap((name) => whole.find(({ run }) => run.name === name) ?? []);
  return (
    <>
      <h1>{compareWords.title}</h1>
      {loaded.length < names.length && (
        <p class="muted">{compareWords.reading(loaded.length, names.length)}</p>
      )}
      {loaded.map(
        (each) =>
          'error' in each && (
            <p key={each.name} class="notice bad">
              {compareWords.failed(each.name, each.error)}
            </p>
          ),
      )}
      {loaded.length === names.length && inOrder.length > 0 && <Comparison all={inOrder} />}
    </>
  );
}

/** The metrics of any of the runs, the main one first. */
function metricsOf(all: readonly Loaded[]): string[] {
  const measured = new Set(all.flatMap(({ lines }) => lines.flatMap((line) => Object.keys(line))));
  for (const each of ['step', 'seconds']) measured.delete(each);
  const { algorithm } = all[0].run.config;
  const main = mainMetric(algorithm, [...measured]);
  const known = metricsInOrder(algorithm, 'en').filter((id) => measured.has(id));
  return [...new Set([...(main === undefined ? [] : [main]), ...known, ...measured])];
}

function Comparison({ all }: { all: readonly Loaded[] }) {
  const metrics = useMemo(() => metricsOf(all), [all.length]);
  const metric = useSignal(metrics[0]);
  const groups = useMemo(() => groupRuns(all.map(({ run }) => run)), [all.length]);
  const { algorithm } = all[0].run.config;
  const linesOf = (by: CompareAxis): Line[][] =>
    groups.map(({ runs }) =>
      runs.map((run) => {
        const { lines } = all.find((each) => each.run === run)!;
        return lineOf(lines, metric.value, by, framesPerStepOf(run));
      }),
    );
  const axes = COMPARE_AXES.filter((by) =>
    linesOf(by)
      .flat()
      .some(({ x }) => x.length > 0),
  );
  const by = axes.includes(axis.value) ? axis.value : 'step';
  const lines = useMemo(() => linesOf(by), [all.length, metric.value, by]);
  return (
    <>
      <div class="row fields-row">
        <label>
          {compareWords.metric}{' '}
          <select value={metric.value} onChange={(event) => (metric.value = event.currentTarget.value)}>
            {metrics.map((id) => (
              <option key={id} value={id}>
                {metricTitle(algorithm, id)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {compareWords.axis}{' '}
          <select value={by} onChange={(event) => (axis.value = event.currentTarget.value as CompareAxis)}>
            {axes.map((each) => (
              <option key={each} value={each}>
                {compareWords.axes[each]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {compareWords.middle}{' '}
          <select
            value={middle.value}
            onChange={(event) => (middle.value = event.currentTarget.value as Middle)}
          >
            {(['mean', 'iqm'] as const).map((each) => (
              <option key={each} value={each}>
                {compareWords.middles[each]}
              </option>
            ))}
          </select>
        </label>
        <CsvButton all={all} metric={metric.value} />
      </div>
      <Chart lines={lines} label={compareWords.chart(metricTitle(algorithm, metric.value), groups.length)} />
      <p class="muted small">{compareWords.about}</p>
      <Results groups={groups} lines={lines} title={metricTitle(algorithm, metric.value)} />
      <Differences groups={groups} />
    </>
  );
}

function CsvButton({ all, metric }: { all: readonly Loaded[]; metric: string }) {
  const save = (): void => {
    const address = URL.createObjectURL(new Blob([curvesCsv(all, metric)], { type: 'text/csv' }));
    const link = Object.assign(document.createElement('a'), { href: address, download: `${metric}.csv` });
    link.click();
    URL.revokeObjectURL(address);
  };
  return <button onClick={save}>{compareWords.csv}</button>;
}

function Chart({ lines, label }: { lines: readonly Line[][]; label: string }) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<CompareChart | undefined>(undefined);
  useEffect(() => {
    if (!host.current) return undefined;
    const made = new CompareChart(host.current);
    chart.current = made;
    return () => made.destroy();
  }, []);
  const by = middle.value;
  useEffect(() => {
    const grid = gridOf(lines.flat(), PLACES);
    const groups = lines.map((group): ChartGroup => {
      const estimates = group.length > 1 ? estimatesOn(group, grid, by) : grid.map(() => null);
      return {
        singles: group.map((line) => grid.map((at) => valueAt(line, at))),
        middle: estimates.map((each) => each?.value ?? null),
        low: estimates.map((each) => each?.interval?.[0] ?? null),
        high: estimates.map((each) => each?.interval?.[1] ?? null),
      };
    });
    chart.current?.update(grid, groups);
  }, [lines, by]);
  return (
    <figure class="panel compare-chart" role="img" aria-label={label}>
      <div class="plot" ref={host} />
    </figure>
  );
}

interface ResultsProps {
  groups: readonly Group[];
  lines: readonly Line[][];
  title: string;
}

/** The last value of each group: legend and result in one, so that nothing is named twice. */
function Results({ groups, lines, title }: ResultsProps) {
  return (
    <div class="scroll">
      <table class="compare-results">
        <thead>
          <tr>
            <th scope="col">{compareWords.setting}</th>
            <th scope="col">{compareWords.runs}</th>
            <th scope="col" class="number">
              {compareWords.last(title)}
            </th>
            <th scope="col" class="number">
              {compareWords.intervalTitle}
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map(({ label, runs }, i) => {
            const last = lines[i].flatMap(({ y }) => (y.length > 0 ? [y[y.length - 1]] : []));
            const result = estimate(last, middle.value, 'last');
            return (
              <tr key={label}>
                <th scope="row">
                  <Key group={i} />
                  {label}
                </th>
                <td>
                  {runs.map(({ name }) => (
                    <a key={name} href={formatRoute({ page: 'run', name })}>
                      {name}
                    </a>
                  ))}
                </td>
                <td class="number">{result ? formatNumber(result.value) : words.noValue}</td>
                <td class="number">
                  {result?.interval ? compareWords.interval(...result.interval) : compareWords.oneRun}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** A group's colour in the chart. */
function Key({ group }: { group: number }) {
  return <span class="key" style={{ background: `var(${colourVariable(group)})` }} aria-hidden="true" />;
}

function Differences({ groups }: { groups: readonly Group[] }) {
  const rows = differences(groups);
  if (rows.length === 0) return <p class="muted">{compareWords.same}</p>;
  const onlySome = rows.filter(({ isEverywhere }) => !isEverywhere);
  return (
    <section class="differences">
      <h2>{compareWords.differences}</h2>
      <DifferenceTable groups={groups} rows={rows.filter(({ isEverywhere }) => isEverywhere)} />
      {onlySome.length > 0 && (
        <details>
          <summary>{compareWords.onlySome(onlySome.length)}</summary>
          <DifferenceTable groups={groups} rows={onlySome} />
        </details>
      )}
    </section>
  );
}

function DifferenceTable({ groups, rows }: { groups: readonly Group[]; rows: readonly Difference[] }) {
  return (
    <div class="scroll">
      <table class="compare-results">
        <thead>
          <tr>
            <th scope="col">{compareWords.setting}</th>
            {groups.map(({ label }, i) => (
              <th key={label} scope="col">
                <Key group={i} />
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, values }) => (
            <tr key={key}>
              <th scope="row" class="setting">
                {key}
              </th>
              {values.map((value, i) => (
                <td key={i}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
