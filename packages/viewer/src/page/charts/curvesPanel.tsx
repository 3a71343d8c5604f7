/** The learning curves of a run, what their axis is, how much they are smoothed, and how fresh they are. */
import { useSignal } from '@preact/signals';
import { isExactMetric, metricsInOrder, metricWords, type RunSummary } from '@agon/runs';
import { useEffect, useRef } from 'preact/hooks';
import { remembered } from '../elements/remembered.js';
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

/** One curve for each metric of the feed, those with a title of their own first. */
export function CurvesPanel({ feed, run }: { feed: MetricsView; run: RunSummary }) {
  const isAnything = feed.version.value > 0;
  const { names } = feed.series;
  const known = metricsInOrder(run.config.algorithm, 'en');
  const ordered = [
    ...known.filter((name) => names.includes(name)),
    ...names.filter((name) => !known.includes(name)),
  ];
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
            />
          </label>
        </div>
      </div>
      <Freshness feed={feed} run={run} />
      {feed.damaged.value > 0 && <p class="notice">{chartWords.damagedMetrics(feed.damaged.value)}</p>}
      {!isAnything && <p class="muted">{chartWords.noMetrics}</p>}
      <div class="grid">
        {ordered.map((name) => (
          <Curve key={name} name={name} feed={feed} run={run} />
        ))}
      </div>
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

function Curve({ name, feed, run }: { name: string; feed: MetricsView; run: RunSummary }) {
  const host = useRef<HTMLDivElement>(null);
  const curve = useRef<LearningCurve | undefined>(undefined);
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    if (!host.current) return undefined;
    const made = new LearningCurve(host.current, (index) => {
      const file = nearestReplay(latest.current.replays, feed.series.get(name)?.step[index] ?? 0);
      if (file !== undefined) goTo({ page: 'replay', name: latest.current.name, file, step: 0 });
    });
    curve.current = made;
    return () => made.destroy();
  }, [feed, name]);
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
  }, [feed, name, version, by, weight]);
  const [title, meaning] = metricWords(run.config.algorithm, name, 'en') ?? [name, undefined];
  const count = feed.series.get(name)?.value.length ?? 0;
  return (
    <figure class="panel curve" data-metric={name}>
      <figcaption title={meaning}>
        <h3>{title}</h3>
        {meaning !== undefined && <p class="muted small">{meaning}</p>}
      </figcaption>
      <div class="plot" ref={host} />
      <p class="muted small points" data-points={count}>
        {count < FEWEST_TO_SMOOTH ? chartWords.tooFewToSmooth(count) : chartWords.points(count)}
      </p>
    </figure>
  );
}
