/** The learning curves of a run, what their axis is, how much they are smoothed, and how fresh they are. */
import { useSignal } from '@preact/signals';
import { isExactMetric, mainMetric, metricsInOrder, metricWords, type RunSummary } from '@agon/runs';
import { useEffect, useRef } from 'preact/hooks';
import { remembered } from '../elements/remembered.js';
import { metricTitle } from '../elements/metricTitle.js';
import { formatNumber } from '../format.js';
import { goTo } from '../route.js';
import { LearningCurve } from './learningCurve.js';
import type { Axis } from './metricSeries.js';
import type { MetricsView } from './metricsFeed.js';
import { nearestReplay } from './nearestReplay.js';
import { FEWEST_TO_SMOOTH, smooth } from './smoothing.js';
import { chartWords } from './words.js';

const axis = remembered<Axis>('agon.curves.axis', 'step');
/** The weight on what came before, 0 ≤ w < 1. */
const smoothing = remembered<number>('agon.curves.smoothing', 0.6);

/** Heights of the main curve and of the others, in CSS pixels. */
const [MAIN_HEIGHT, HEIGHT] = [280, 200];

/** One curve for each metric of the feed: the main one large, then those with a title of their own; constant ones are folded away. */
export function CurvesPanel({ feed, run }: { feed: MetricsView; run: RunSummary }) {
  const isAnything = feed.version.value > 0;
  const { names } = feed.series;
  const known = metricsInOrder(run.config.algorithm, 'en');
  const main = mainMetric(run.config.algorithm, names);
  const ordered = new Set([
    ...(main === undefined ? [] : [main]),
    ...known.filter((name) => names.includes(name)),
    ...names,
  ]);
  const constant = [...ordered].filter((name) => name !== main && feed.series.isConstant(name));
  return (
    <section class="curves">
      <div class="row apart">
        <h2>{chartWords.curves}</h2>
        <div class="row">
          <label>
            {chartWords.xAxis}{' '}
            <select value={axis.value} onChange={(event) => (axis.value = event.currentTarget.value as Axis)}>
              {(['step', 'seconds'] as const).map((each) => (
                <option key={each} value={each}>
                  {each === 'step' && run.config.env === undefined
                    ? chartWords.updates
                    : chartWords.axes[each]}
                </option>
              ))}
            </select>
          </label>
          <label>
            {chartWords.smoothing}{' '}
            <input
              type="range"
              min="0"
              max="0.99"
              step="0.01"
              value={smoothing.value}
              onInput={(event) => (smoothing.value = event.currentTarget.valueAsNumber)}
            />{' '}
            <output class="smoothing-value">{chartWords.smoothingValue(smoothing.value)}</output>
          </label>
        </div>
      </div>
      <Freshness feed={feed} run={run} />
      {feed.damaged.value > 0 && <p class="notice">{chartWords.damagedMetrics(feed.damaged.value)}</p>}
      {!isAnything && <p class="muted">{chartWords.noMetrics}</p>}
      <div class="grid">
        {[...ordered]
          .filter((name) => !constant.includes(name))
          .map((name) => (
            <Curve key={name} name={name} feed={feed} run={run} isMain={name === main} />
          ))}
      </div>
      {constant.length > 0 && (
        <details class="panel">
          <summary>{chartWords.constant(constant.length)}</summary>
          <dl class="settings">
            {constant.map((name) => (
              <div key={name} data-metric={name}>
                <dt title={metricWords(run.config.algorithm, name, 'en')?.[1]}>
                  {metricTitle(run.config.algorithm, name)}
                </dt>
                <dd>{formatNumber(feed.series.get(name)!.value[0])}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      {isAnything && (
        <p class="muted small">
          {chartWords.zoom}
          {run.replays.length > 0 && ` ${chartWords.toReplay}`}
        </p>
      )}
    </section>
  );
}

/** How old an age may become before its text changes, in milliseconds: the page rests in between. */
const ageStep = (age: number): number => (age < 90 ? 1000 : 60_000);

function Freshness({ feed, run }: { feed: MetricsView; run: RunSummary }) {
  const now = useSignal(Date.now());
  const progress = feed.progress.value;
  const isLive = run.status === 'running';
  const age = progress ? Math.max(0, (now.value - progress.writtenAt) / 1000) : 0;
  useEffect(() => {
    if (!isLive) return undefined;
    const timer = window.setTimeout(() => (now.value = Date.now()), ageStep(age));
    return () => window.clearTimeout(timer);
  });
  if (!feed.connected) return <p class="fresh bad">{chartWords.fresh.lost}</p>;
  if (progress && progress.share < 1) return <p class="fresh">{chartWords.fresh.reading(progress.share)}</p>;
  if (isLive)
    return <p class="fresh live">{progress ? chartWords.fresh.live(age) : chartWords.fresh.waiting}</p>;
  return (
    <p class="fresh">{run.status === 'finished' ? chartWords.fresh.complete : chartWords.fresh.stopped}</p>
  );
}

interface CurveProps {
  name: string;
  feed: MetricsView;
  run: RunSummary;
  isMain: boolean;
}

function Curve({ name, feed, run, isMain }: CurveProps) {
  const host = useRef<HTMLDivElement>(null);
  const curve = useRef<LearningCurve | undefined>(undefined);
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    if (!host.current) return undefined;
    const made = new LearningCurve(host.current, isMain ? MAIN_HEIGHT : HEIGHT, (index) => {
      const file = nearestReplay(latest.current.replays, feed.series.get(name)?.step[index] ?? 0);
      if (file !== undefined) goTo({ page: 'replay', name: latest.current.name, file, step: 0 });
    });
    curve.current = made;
    return () => made.destroy();
  }, [feed, name, isMain]);
  const version = feed.version.value;
  const [by, weight] = [axis.value, smoothing.value];
  useEffect(() => {
    const series = feed.series.get(name);
    if (!series) return;
    curve.current?.update({
      x: series[by],
      y: series.value,
      smoothed: isExactMetric(name) ? undefined : smooth(series.value, weight),
      xLabel: chartWords.axisLegends[by],
    });
  }, [feed, name, isMain, version, by, weight]);
  const [title, meaning] = metricWords(run.config.algorithm, name, 'en') ?? [name, undefined];
  const { value = [] } = feed.series.get(name) ?? {};
  const count = value.length;
  return (
    <figure class={isMain ? 'panel curve main' : 'panel curve'} data-metric={name}>
      <figcaption title={meaning}>
        <h3>{title}</h3>
        {isMain && <p class="main-result">{formatNumber(value[count - 1])}</p>}
        {meaning !== undefined && <p class="muted small">{meaning}</p>}
      </figcaption>
      <div class="plot" ref={host} />
      <p class="muted small points" data-points={count}>
        {count < FEWEST_TO_SMOOTH ? chartWords.tooFewToSmooth(count) : chartWords.points(count)}
      </p>
    </figure>
  );
}
